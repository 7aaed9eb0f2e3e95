"""UniProt's names of releases: `2024_05` is the fifth of its year, and no month."""

import re

from apps.ingestion.fetching.errors import Unfetchable

_NAME = re.compile(r"([0-9]{4})_([0-9]{2})")


def place_of(name: str) -> tuple[int, int] | None:
    """Year and number, which order as the releases do; None if it is no such name."""
    found = _NAME.fullmatch(name)
    return (int(found[1]), int(found[2])) if found else None


def required_place(name: str) -> tuple[int, int]:
    """The same of a name that an operator gave. Raises `Unfetchable`."""
    place = place_of(name)
    if place is None:
        reason = "it is no name of a UniProt release; those look like 2024_01"
        raise Unfetchable(address=name, reason=reason)
    return place
