"""Rows that are found in one of several ways, each by an index of its own, as one list.

No index answers one way or another. A way that few rows take is walked to its end; of one that half
of all may take, a page is enough.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import QuerySet

Ways: TypeAlias = "tuple[QuerySet[Any], ...]"


@dataclass(frozen=True, slots=True)
class EitherWay:
    """What the ways find of `everything`: as much of a queryset as a keyset asks for."""

    everything: "QuerySet[Any]"
    few: Ways
    many: Ways

    @property
    def model(self) -> Any:
        """The table of the rows."""
        return self.everything.model

    def filter(self, *conditions: Any) -> "EitherWay":
        """Those that fulfil the conditions."""
        return self._each(lambda rows: rows.filter(*conditions))

    def order_by(self, *columns: str) -> "EitherWay":
        """The same in this order."""
        return self._each(lambda rows: rows.order_by(*columns))

    def count(self) -> int:
        """How many there are, however many ways lead to them."""
        return self._found(self.many).count()

    def __getitem__(self, part: slice) -> "QuerySet[Any]":
        return self._found(tuple(way[part] for way in self.many))[part]

    def _found(self, many: Ways) -> "QuerySet[Any]":
        few = (way.order_by() for way in self.few)
        first, *others = (way.values("pk") for way in (*few, *many))
        return self.everything.filter(pk__in=first.union(*others, all=True))

    def _each(self, change: "Callable[[QuerySet[Any]], QuerySet[Any]]") -> "EitherWay":
        few, many = (tuple(change(way) for way in ways) for ways in (self.few, self.many))
        return EitherWay(change(self.everything), few, many)
