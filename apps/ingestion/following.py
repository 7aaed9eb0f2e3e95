"""How the registry follows a catalogue without treading on its curators. Pure: no Django here.

A field follows as long as it still holds what the catalogue said last; once somebody changes it,
it is theirs. What vanishes from the catalogue stays.
"""

from collections.abc import Mapping
from typing import Any

from apps.ingestion.catalogue import Database

Facts = Mapping[str, Any]

SHARED = {"name": "name", "license": "license", "description": "description"}
ON_ORGANIZATION = {**SHARED, "homepage": "website"}
ON_SOURCE = {**SHARED, "homepage": "homepage", "license_note": "license_note"}


def said(database: Database) -> dict[str, Any]:
    """What a catalogue says of a database; what it does not say is left away."""
    facts: dict[str, Any] = {"name": database.name} if database.described else {}
    told = {"homepage": database.homepage, "description": database.description}
    facts |= {field: value for field, value in told.items() if value is not None}
    if database.license is not None:
        facts |= {"license": database.license, "license_note": database.license_note or None}
    if database.described:
        facts |= {"aliases": list(database.aliases), "deprecated": database.deprecated}
    return facts


def remembered(new: Facts, last: Facts) -> dict[str, Any]:
    """What the catalogue has said by now: the new facts over the older ones."""
    return {**last, **new}


def followed(held: Facts, new: Facts, last: Facts, columns: Mapping[str, str]) -> dict[str, Any]:
    """The columns to change, and to what: those that followed so far and have moved on."""
    return {
        column: new[fact]
        for fact, column in columns.items()
        if fact in new and held[column] == last.get(fact) and held[column] != new[fact]
    }


def aliases(held: list[str], new: Facts, last: Facts) -> list[str]:
    """The names held, and those the catalogue has just learned."""
    known = {name.lower() for name in [*held, *last.get("aliases", [])]}
    return [*held, *(name for name in new.get("aliases", []) if name.lower() not in known)]


def deprecation(new: Facts, last: Facts) -> bool | None:
    """True where a database has just been deprecated, False where it is no longer, else None."""
    before, after = last.get("deprecated", False), new.get("deprecated", False)
    return after if "deprecated" in new and before != after else None
