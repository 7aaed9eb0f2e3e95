"""A long list that is read as a whole, shown piece by piece."""

from collections.abc import Sequence
from typing import TypeVar

from apps.core.errors import invalid_field
from apps.core.pagination import Page
from bdp.pages.asked import Question

T = TypeVar("T")

DIGITS = 9  # of the longest number that is read as one


def piece(asked: Question, parameter: str, lines: Sequence[T], size: int) -> Page[T]:
    """The lines after as many as `parameter` says, none without it. Raises `InvalidRequest`."""
    given = asked.text(parameter) or "0"
    first = int(given) if given.isascii() and given.isdigit() and len(given) <= DIGITS else -1
    if not 0 <= first <= len(lines):
        raise invalid_field(parameter, f"give a number from 0 to {len(lines)}")
    return Page(
        results=tuple(lines[first : first + size]),
        next=str(first + size) if first + size < len(lines) else None,
        previous=str(max(0, first - size)) if first else None,
        count=len(lines),
    )
