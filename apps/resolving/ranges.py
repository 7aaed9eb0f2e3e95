"""Ranges of numbers, `^1.2`, `~1.2`, `>=1,<2`, as npm reads them. Pure: no Django here.

Every part is read by the library; since versions here are three numbers and nothing else, all
parts together are one span from a first number to one that is beyond, which PostgreSQL compares.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from semantic_version import NpmSpec

OPERATOR = re.compile(r"(\^|~|>=|<=|>|<|=)[ ]*")
NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){0,2}(?![0-9])")
COMMA = re.compile(r"[ ]*,[ ]*")
BEYOND_ALL = 2**31

Bound = tuple[int, int, int]


class NotARange(ValueError):
    """Where a range goes wrong, counted from 0, and what belongs there."""

    def __init__(self, position: int, expected: str) -> None:
        self.position, self.expected = position, expected
        super().__init__(expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The numbers from `low` on that come before `high`."""

    low: Bound = (0, 0, 0)
    high: Bound = (BEYOND_ALL, 0, 0)


@lru_cache(4096)
def span_of(text: str) -> Span:
    """What lies in all parts of a range. Raises `NotARange`."""
    low, high = Span().low, Span().high
    for part in _parts(text):
        for operator, bound in _bounds(NpmSpec(part).clause):
            after = (*bound[:2], bound[2] + 1)
            if operator in {">=", ">", "=="}:
                low = max(low, bound if operator != ">" else after)
            if operator in {"<", "<=", "=="}:
                high = min(high, bound if operator == "<" else after)
    if low >= high:
        raise NotARange(0, "a range in which a number can lie")
    return Span(low=low, high=high)


def _parts(text: str) -> Iterator[str]:
    place = 0
    while True:
        operator = OPERATOR.match(text, place)
        if operator is None:
            raise NotARange(place, "one of ^ ~ >= > <= < = and a number, such as ^1.2 or >=1,<2")
        number = NUMBER.match(text, operator.end())
        if number is None:
            raise NotARange(operator.end(), "a number, such as 1.4.0, 1.4 or 1")
        yield operator[1] + number[0]
        if number.end() == len(text):
            return
        comma = COMMA.match(text, number.end())
        if comma is None:
            raise NotARange(number.end(), "“,” and another part of the range, or the end")
        place = comma.end()


def _bounds(clause: Any) -> Iterator[tuple[str, Bound]]:
    """The comparisons of what the library made of a part, which all hold together."""
    if hasattr(clause, "target"):
        yield clause.operator, (clause.target.major, clause.target.minor, clause.target.patch)
    for inner in getattr(clause, "clauses", ()):
        yield from _bounds(inner)
