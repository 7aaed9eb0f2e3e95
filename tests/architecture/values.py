"""What may leave a command or a query: values, which hold no connection and change nothing."""

import enum
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from orjson import Fragment

SCALARS = {str, int, float, bool, bytes, UUID, date, datetime, NoneType, Any, object}
SCALARS |= {Fragment}  # JSON that is written already: bytes, but for those who write JSON of it
CONTAINERS = {tuple, list, dict, frozenset, Union, UnionType}


def not_values(hint: Any) -> list[str]:
    """What inside a return hint is no value: models, querysets, anything that may still move."""
    return list(dict.fromkeys(_culprits(hint, frozenset())))


def is_frozen(found: Any) -> bool:
    """Whether a class is a dataclass whose instances stay as they were made, without a dict."""
    told: Any = getattr(found, "__dataclass_params__", None)
    return is_dataclass(found) and bool(told.frozen) and "__slots__" in vars(found)


def _culprits(hint: Any, seen: frozenset[Any]) -> Iterator[str]:
    origin = get_origin(hint)
    if hint in SCALARS or origin is Literal or hint in seen or hint is Ellipsis:
        return
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return
    if isinstance(hint, TypeVar):
        return
    if origin in CONTAINERS:
        for inner in get_args(hint):
            yield from _culprits(inner, seen)
    elif is_frozen(origin or hint):
        inside = [*get_args(hint), *get_type_hints(origin or hint).values()]
        for inner in inside:
            yield from _culprits(inner, seen | {hint})
    else:
        yield repr(hint)
