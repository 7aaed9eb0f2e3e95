"""From rows to read-only values."""

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.db.models import Model, QuerySet

from apps.core.errors import NotFound
from apps.core.questions import Asked

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")

Rows: TypeAlias = "QuerySet[Any] | Asked[Any]"


def column(path: str) -> Any:
    """A field of a DTO that stands under another name, or behind a relation, in the table."""
    return field(metadata={"column": path})


@cache
def columns(dto: type["DataclassInstance"]) -> dict[str, str]:
    """The fields of `dto` and the `.values()` columns they come from."""
    wanted = (f for f in fields(dto) if f.default is MISSING)
    return {f.name: f.metadata.get("column", f.name) for f in wanted}


def one(dto: type[D], rows: Rows, missing: NotFound) -> D:
    """The only row as a `dto`; raises `missing` if there is none."""
    found = next(project(dto, rows[:1]), None)
    if found is None:
        raise missing
    return found


def many(dto: type[D], rows: Rows) -> tuple[D, ...]:
    """Every row as a `dto`, in one query."""
    return tuple(project(dto, rows))


def project(dto: type[D], rows: Rows) -> Iterator[D]:
    """The rows as `dto`s, as they come."""
    names = columns(dto)
    found: Iterable[Any] = rows.values_list(*names.values())
    return (dto(**dict(zip(names, row, strict=True))) for row in found)


def of(dto: type[D], row: Model) -> D:
    """A row that a command holds in its hands, as the `dto` a reader would get."""
    return dto(**{name: reached(row, path) for name, path in columns(dto).items()})


def reached(row: Any, path: str) -> Any:
    """What stands at the end of a path, such as `source__slug`; None beyond an absent row."""
    for step in path.split("__"):
        row = getattr(row, step) if row is not None else None
    return row
