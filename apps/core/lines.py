"""A long list of what belongs to a version, told whole: a handful of lines after another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Handful:
    """Some lines, each a JSON value and its end, and where to go on: a cursor, or None at the end.

    `version` is the id of the version that the list is of, whatever its name means by then.
    """

    text: bytes
    next: str | None
    version: str
