"""The rows of an export as PostgreSQL sends them: one statement, one snapshot, a few at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet

from apps.audit.canonical import LEAF_HASH
from apps.audit.narrowing import Filters, Rows, narrowed
from apps.audit.signing import instant
from apps.core.services import PRIMARY, services

AT_ONCE = 2000
COLUMNS = (
    "leaf_index", "id", "created_at", "action", "actor_label", "user_id", "entity_type",
    "entity_id", "entity_label", "request_id", "token_id", "ip_address", "user_agent", "metadata",
)  # fmt: skip
ROWS = """
SELECT leaf.leaf_index, entry.id, entry.created_at, entry.action, entry.actor_label, entry.user_id,
       entry.entity_type, entry.entity_id, entry.entity_label, entry.request_id, entry.token_id,
       host(origin.ip_address), origin.user_agent, entry.metadata::text,
       leaf.leaf_hash = {leaf_hash}
  FROM audit_auditlog AS entry
  LEFT JOIN audit_leaf AS leaf ON leaf.audit_id = entry.id AND leaf.leaf_index < %s
  LEFT JOIN audit_auditorigin AS origin ON origin.audit_id = entry.id
 WHERE entry.id IN ({chosen})
 ORDER BY leaf.leaf_index NULLS LAST, entry.created_at, entry.id
"""
NONE = "SELECT NULL::uuid WHERE false"

Row = dict[str, Any]


def chosen_by(only: Filters) -> Rows:
    """The rows that fit."""
    return narrowed(**only).queryset()


@contextmanager
def in_order(rows: Rows, *, size: int) -> Iterator[Iterator[tuple[Row, bool | None]]]:
    """These rows in the order of the log, each with whether it is what its leaf says.

    That is None for a row that is not among the first `size` leaves. `metadata` is the text of its
    JSON, ids and instants are texts as the API shows them. It takes a transaction.
    """
    chosen, parameters = _ids(rows)
    connection: Any = services.connection(PRIMARY)
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS.format(leaf_hash=LEAF_HASH, chosen=chosen), (size, *parameters))
        yield _told_of(cursor)


def _ids(rows: Rows) -> tuple[str, tuple[Any, ...]]:
    """The question for their ids, as SQL with its values."""
    try:
        return rows.using(PRIMARY).order_by().values("id").query.sql_with_params()
    except EmptyResultSet:  # Django knows that nothing fits
        return NONE, ()


def _told_of(cursor: Any) -> Iterator[tuple[Row, bool | None]]:
    while rows := cursor.fetchmany(AT_ONCE):
        for *values, fits in rows:
            yield dict(zip(COLUMNS, map(_told, values), strict=True)), fits


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    return str(value) if isinstance(value, UUID) else value
