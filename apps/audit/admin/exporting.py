"""The trail as a file: what a list shows, all of its pages, row by row as they are read."""

from collections.abc import Iterator
from typing import Any

from apps.audit.cells import line
from apps.audit.models import AuditLog, AuditOrigin
from apps.core.db import reading
from apps.core.pagination import Keyset
from apps.core.rendering import dumps, plain

AT_ONCE = 1000
COLUMNS = (
    "id", "created_at", "action", "actor_label", "user_id", "entity_type", "entity_id",
    "entity_label", "request_id", "token_id", "metadata",
)  # fmt: skip
ORIGIN = ("ip_address", "user_agent")


def as_csv(rows: Any, keyset: Keyset, *, with_origin: bool) -> Iterator[str]:
    """The rows as CSV (RFC 4180), whose cells `apps.audit.cells` explains."""
    columns = (*COLUMNS, *(ORIGIN if with_origin else ()))
    yield line(columns)
    for row in _told(rows, keyset, with_origin=with_origin):
        yield line(_text(row[column]) for column in columns)


def as_json(rows: Any, keyset: Keyset, *, with_origin: bool) -> Iterator[bytes]:
    """The rows as one JSON array."""
    before = b"[\n"
    for row in _told(rows, keyset, with_origin=with_origin):
        yield before + dumps(row)
        before = b",\n"
    yield b"\n]\n" if before == b",\n" else b"[]\n"


def _told(rows: Any, keyset: Keyset, *, with_origin: bool) -> Iterator[dict[str, Any]]:
    for page in _pages(rows, keyset):
        origins = _origins(page) if with_origin else {}
        nowhere = dict.fromkeys(ORIGIN if with_origin else ())
        for row in page:
            yield {**_values(row), **origins.get(row.pk, nowhere)}


def _pages(rows: Any, keyset: Keyset) -> Iterator[tuple[AuditLog, ...]]:
    cursor: str | None = ""
    while cursor is not None:
        page = keyset.rows(rows, limit=AT_ONCE, cursor=cursor)
        yield page.results
        cursor = page.next


def _values(row: AuditLog) -> dict[str, Any]:
    values: dict[str, Any] = plain({column: getattr(row, column) for column in COLUMNS})
    return values


def _origins(page: tuple[AuditLog, ...]) -> dict[Any, dict[str, Any]]:
    known = reading(AuditOrigin).filter(audit_id__in=[row.pk for row in page])
    return {
        audit_id: dict(zip(ORIGIN, told, strict=True))
        for audit_id, *told in known.values_list("audit_id", *ORIGIN)
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else dumps(value).decode()
