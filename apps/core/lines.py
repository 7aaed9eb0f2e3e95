"""A long list of what belongs to a version, told whole: a handful of rows after another."""

from dataclasses import dataclass
from typing import Generic, TypeVar

D = TypeVar("D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handful(Generic[D]):
    """Some rows, and where to go on: `next` is a cursor, or None at the end.

    `version` is the id of the version that the list is of, whatever its name means by then.
    """

    rows: tuple[D, ...]
    next: str | None
    version: str
