"""Stored events as values of the classes of today, which may have lost or gained a field."""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from apps.events.publishing import PREFIX, Announcement
from apps.events.vocabulary import classes

PLAIN: dict[Any, Callable[[str], Any]] = {
    UUID: UUID, date: date.fromisoformat, datetime: datetime.fromisoformat
}  # fmt: skip


def restored(event_type: str, data: dict[str, Any]) -> Announcement:
    """The announcement behind what the outbox holds. Raises `KeyError` for an unknown type.

    What the class no longer knows is left out; what it did not know then has its default, or None.
    """
    found: Any = next((cls for cls in classes() if PREFIX + cls.type == event_type), None)
    if found is None:
        raise KeyError(event_type)
    return cast("Announcement", found(resource=_as(_hints(found)["resource"], data["resource"])))


def _as(kind: Any, value: Any) -> Any:
    """`value`, which JSON holds, as its annotation has it; as it is where that says nothing."""
    if value is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        return _as(next(each for each in get_args(kind) if each is not NoneType), value)
    if is_dataclass(kind):
        return _value_of(kind, value)
    if get_origin(kind) is tuple:
        return tuple(_as(get_args(kind)[0], each) for each in value)
    return PLAIN[kind](value) if kind in PLAIN else value


def _value_of(kind: Any, told: dict[str, Any]) -> Any:
    hints = _hints(kind)
    known = (each for each in fields(kind) if each.init)
    return kind(**{each.name: _of_field(each, hints[each.name], told) for each in known})


def _of_field(field: "Field[Any]", kind: Any, told: dict[str, Any]) -> Any:
    if field.name in told:
        return _as(kind, told[field.name])
    if field.default_factory is not MISSING:
        return field.default_factory()
    return None if field.default is MISSING else field.default


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
