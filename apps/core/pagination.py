"""Pages by keyset: the next page starts after the last row seen, so inserts move nothing.

See https://use-the-index-luke.com/no-offset for why not by number.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from operator import itemgetter
from typing import Any, Generic, TypedDict, TypeVar, cast

import orjson
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Expression, F, Field, Func, Model, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThan, LessThan

from apps.core.dto import Rows, columns, reached
from apps.core.errors import InvalidCursor
from apps.core.questions import Asked

D = TypeVar("D")
M = TypeVar("M", bound=Model)

DEFAULT_LIMIT = 50
MAX_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[D]):
    """One page of a longer list; `next` and `previous` are cursors, or None at an end."""

    results: tuple[D, ...]
    next: str | None
    previous: str | None
    count: int | None = None


class Window(TypedDict, total=False):
    """Which part of a list: at most `limit` rows beyond `cursor`, and whether to count them all."""

    limit: int
    cursor: str
    count: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyset:
    """How a list is ordered. The columns together are unique, never null, and run the same way."""

    name: str
    columns: tuple[str, ...]
    descending: bool = False

    def page(
        self,
        dto: type[D],
        rows: Rows,
        *,
        limit: int = DEFAULT_LIMIT,
        cursor: str = "",
        count: bool = False,
    ) -> Page[D]:
        """`limit` rows from where `cursor` points, in one query, and one more if they are counted.

        Raises `InvalidCursor`.
        """
        total = rows.count() if count else None
        model: Any = rows.model
        place = self._place(cursor, partial(_of_table, model)) if cursor else None
        backwards = place is not None and place.backwards
        onwards = _Onwards(self.columns, descending=self.descending != backwards)
        key = dict(zip(self.columns, place.key, strict=True)) if place else {}
        ordered = rows.then(onwards, **key) if isinstance(rows, Asked) else onwards(rows, **key)
        found = _select(dto, ordered[: limit + 1], self.columns)
        return replace(self.leaf(found, place, limit=limit), count=total)

    def rows(self, rows: "QuerySet[M]", *, limit: int, cursor: str = "") -> Page[M]:
        """The same of rows themselves, for the admin's lists. Raises `InvalidCursor`."""
        place = self._place(cursor, partial(_of_table, rows.model)) if cursor else None
        backwards = place is not None and place.backwards
        key = dict(zip(self.columns, place.key, strict=True)) if place else {}
        ordered = _Onwards(self.columns, descending=self.descending != backwards)(rows, **key)
        found = [
            (row, [reached(row, path) for path in self.columns]) for row in ordered[: limit + 1]
        ]
        return self.leaf(found, place, limit=limit)

    def page_of(
        self,
        values: Iterable[D],
        *,
        limit: int = DEFAULT_LIMIT,
        cursor: str = "",
        count: bool = False,
    ) -> Page[D]:
        """The same of values that are at hand, whose columns hold text.

        Raises `InvalidCursor`.
        """
        place = self._place(cursor, _text) if cursor else None
        down = self.descending != (place is not None and place.backwards)
        edge = list(place.key) if place else None
        keyed = [(value, [getattr(value, column) for column in self.columns]) for value in values]
        found = [
            (value, key)
            for value, key in sorted(keyed, key=itemgetter(1), reverse=down)
            if edge is None or (key < edge if down else key > edge)
        ]
        return replace(
            self.leaf(found[: limit + 1], place, limit=limit), count=len(keyed) if count else None
        )

    def leaf(
        self, found: "Sequence[tuple[D, Sequence[Any]]]", place: "Place | None", *, limit: int
    ) -> Page[D]:
        """The page of what was found beyond `place`, each with its key: `limit` and one more."""
        shown = found[:limit]
        edges = (shown[0][1], shown[-1][1]) if shown else None
        page: Page[D] = self.around(edges, place, more=len(found) > limit)
        turned = shown[::-1] if place is not None and place.backwards else shown
        return replace(page, results=tuple(value for value, _ in turned))

    def around(
        self, edges: "tuple[Sequence[Any], Sequence[Any]] | None", place: "Place | None", *,
        more: bool,
    ) -> Page[Any]:  # fmt: skip
        """A page of which only the keys at its edges are known, in the order they were found."""
        if edges is None:
            return Page(results=(), next=None, previous=None)
        backwards = place is not None and place.backwards
        first, last = edges[::-1] if backwards else edges
        further = more or backwards
        earlier = (more and backwards) or (place is not None and not backwards)
        return Page(
            results=(),
            next=self._cursor(last, backwards=False) if further else None,
            previous=self._cursor(first, backwards=True) if earlier else None,
        )

    def _cursor(self, key: Sequence[Any], *, backwards: bool) -> str:
        text = orjson.dumps([self.name, int(backwards), *key])
        return urlsafe_b64encode(text).rstrip(b"=").decode()

    def _place(self, cursor: str, typed: Callable[[str, object], Any]) -> "Place":
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            name, backwards, *key = orjson.loads(urlsafe_b64decode(padded))
            values = [typed(column, value) for column, value in zip(self.columns, key, strict=True)]
        except (ValueError, TypeError, OverflowError, ValidationError):
            raise InvalidCursor from None
        if name != self.name or backwards not in (0, 1):
            raise InvalidCursor
        return Place(backwards=bool(backwards), key=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a cursor points: beyond this key, in this direction."""

    backwards: bool
    key: Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Onwards:
    """A direction: rows in this order, those beyond a key if one is given."""

    columns: tuple[str, ...]
    descending: bool

    def __call__(self, rows: "QuerySet[Any]", **key: Any) -> "QuerySet[Any]":
        if key:
            beyond = LessThan if self.descending else GreaterThan
            place = [_term(key[name]) for name in self.columns]
            rows = rows.filter(beyond(_row([F(name) for name in self.columns]), _row(place)))
        return rows.order_by(*(f"-{name}" if self.descending else name for name in self.columns))


def _select(dto: type[D], rows: Rows, keys: tuple[str, ...]) -> "list[tuple[D, Sequence[Any]]]":
    shown: dict[str, str] = columns(dto)  # type: ignore[arg-type]
    selected = list(dict.fromkeys([*shown.values(), *keys]))
    at = {path: number for number, path in enumerate(selected)}
    places = {name: at[path] for name, path in shown.items()}
    return [
        (dto(**{name: row[place] for name, place in places.items()}), [row[at[k]] for k in keys])
        for row in rows.values_list(*selected)
    ]


@cache
def _field(model: Hashable, column: str) -> "Field[Any, Any]":
    *relations, last = column.split("__")
    table: Any = model
    for relation in relations:
        table = table._meta.get_field(relation).related_model
    found: Any = table._meta.get_field(last)
    return cast("Field[Any, Any]", getattr(found, "output_field", found))


def _of_table(model: Hashable, column: str, value: object) -> Any:
    return _typed(_field(model, column), value)


def _text(_column: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidCursor
    return value


def _typed(field: "Field[Any, Any]", value: object) -> Any:
    if not isinstance(value, str | int) or isinstance(value, bool) or "\0" in str(value):
        raise InvalidCursor
    read: Any = field.to_python(value)
    if isinstance(read, datetime):
        if read.tzinfo is None:
            raise InvalidCursor
        read = read.astimezone(UTC)
    return read


def _term(value: Any) -> Combinable:
    return value if isinstance(value, Expression) else Value(value)


def _row(parts: Sequence[Combinable]) -> Func:
    return Func(*parts, function="ROW", output_field=BooleanField())
