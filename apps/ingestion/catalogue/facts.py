"""What a catalogue says: databases and their releases, and what of it had to be left out.

Values only. Whatever stands here keeps the registry's own rules: slugs, lengths,
printable names, addresses.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """Why something of a catalogue was left out, in words fit for an operator."""

    NOT_AN_ENTRY = "the entry is no object with a name and a list of releases"
    NO_SLUG = "no slug can be made of it"
    RESERVED_SLUG = "the slug is a word of the registry's own addresses"
    ID_SHAPED_SLUG = "the slug looks like an id of the registry"
    TAKEN_SLUG = "another database of the same file has this slug"
    BAD_HOMEPAGE = "the homepage is no http or https address of at most 2000 characters"
    UNFIT_ALIAS = "a database has at most 100 aliases of at most 256 characters"
    NOT_A_RELEASE = "the release is no object whose version is text"
    EMPTY = "the version is empty"
    WEB_PAGE = "a web page stands where the version should"
    TOO_LONG = "the version is longer than 64 characters"
    UNPRINTABLE = "the version holds characters that cannot be printed"
    ID_SHAPED_VERSION = "the version looks like an id of the registry"
    RESERVED_VERSION = "the version is a word of the registry's own addresses"
    NOT_A_DATE = "the date is no day of the calendar written YYYY-MM-DD"
    NAME_AS_DATE = "the date is the name read as a month, though it counts the year's releases"
    IMPOSSIBLE_DATE = "the date is before 1950 or well after the file itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release, by its publisher's name. Either day may be unknown."""

    external_version: str
    release_date: date | None
    seen_on: date | None

    @property
    def day(self) -> date | None:
        """The day by which releases are ordered."""
        return self.release_date or self.seen_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """One database: the facts of an organization and of its source, which share a slug.

    `None` means that the catalogue does not say, and so never replaces what is known.
    `license` is an SPDX expression, or `other` with the publisher's words in
    `license_note`; the two are known together. `aliases` are names to add. `deprecated`
    is false where nobody says so. `described` is false where only a list of releases is
    known: then `name` serves to register the database, not to rename it.
    `releases` come oldest first; those without any day come last.
    """

    slug: str
    name: str
    homepage: str | None = None
    license: str | None = None
    license_note: str | None = None
    description: str | None = None
    aliases: tuple[str, ...] = ()
    deprecated: bool = False
    described: bool = True
    releases: tuple[Release, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something the registry cannot hold: `text` as the file has it, shortened to be shown."""

    database: str
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One file a catalogue was read from. `as_of` and `revision` are the file's own words."""

    title: str
    file: str
    sha256: str
    entries: int
    as_of: date | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Databases by slug, what was left out in the order of the files, and those files."""

    databases: tuple[Database, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    provenance: tuple[Origin, ...] = ()
