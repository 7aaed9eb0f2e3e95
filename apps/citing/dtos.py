"""What is cited, as every style and every export reads it. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Style = Literal["bibtex", "ris", "csl-json", "text"]
LockStyle = Literal["bibtex", "ris", "csl-json", "text", "availability"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file that was used. `path` is below the API's base."""

    format: str
    path: str
    sha256: str
    size: int | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release that holds what is cited."""

    source: str
    version: str
    external_version: str | None

    @property
    def named(self) -> str:
        """As its publisher calls it, else by its number."""
        return self.external_version or self.version


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a protein was called in one version of it; its source follows the newest."""

    name: str | None
    entry_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A source and who publishes it.

    `citation` is what its publisher wants cited beside. `origin` is what our absolute addresses
    begin with.
    """

    origin: str
    organization: str
    publisher: str
    citation: str | None
    website: str | None
    source: str
    name: str
    description: str | None
    entry_type: str
    source_type: str
    external_id: str | None
    tags: tuple[str, ...]
    aliases: tuple[str, ...]
    homepage: str | None
    license: str | None
    license_note: str | None

    @property
    def entry_name(self) -> str | None:
        """What UniProt calls the entry of a protein, beside its accession."""
        return self.external_id if self.source_type == "protein" else None

    @property
    def title(self) -> str:
        """What it is called; a protein with its accession and entry name."""
        if self.source_type != "protein":
            return self.name
        names = dict.fromkeys([self.source, self.entry_name])
        return f"{self.name} ({', '.join(name for name in names if name)})"

    @property
    def is_software(self) -> bool:
        """Whether it is a tool."""
        return self.entry_type == "tool"

    @property
    def home(self) -> str:
        """The page of the source."""
        return f"{self.origin}/{self.organization}/{self.source}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(About):
    """One version of a source, with all that a reader needs to find exactly it again.

    A protein has the releases that hold this version, oldest first.
    """

    version: str
    external_version: str | None
    effective_date: date
    status: str
    releases: tuple[Release, ...] = ()
    files: tuple[Held, ...] = ()

    @property
    def key(self) -> str:
        """What citation keys are made of: no slug holds a colon, so no two are alike."""
        return f"{self.organization}:{self.source}:{self.version}"

    @property
    def address(self) -> str:
        """As specs and locks write it."""
        return f"{self.organization}:{self.source}@{self.version}"

    @property
    def url(self) -> str:
        """The page of exactly this version."""
        return f"{self.home}/{self.version}"

    @property
    def named(self) -> str:
        """Its version as people say it: by the publisher's name, its release's, or its number."""
        return self.external_version or self.held_in or self.version

    @property
    def edition(self) -> str:
        """Its version by every name."""
        return self.version if self.named == self.version else f"{self.named} ({self.version})"

    @property
    def held_in(self) -> str | None:
        """The releases that hold it, in words; None for what came in none."""
        names = list(dict.fromkeys(release.named for release in self.releases))
        return f"{names[0]} to {names[-1]}" if len(names) > 1 else next(iter(names), None)

    @property
    def sha256(self) -> str | None:
        """The checksum of its file, where it has exactly one."""
        return self.files[0].sha256 if len(self.files) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a lock holds of one version; of a file that it tells only in part, what it lacks."""

    organization: str
    source: str
    version: str
    files: tuple[Held, ...]
    lacks: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """As specs and locks write it."""
        return f"{self.organization}:{self.source}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A lock, as far as others are told of it: each version once, whichever specs led to it.

    `asked` has the first spec of each version that was asked for itself, by its address.
    """

    pins: tuple[Pin, ...]
    as_of: str | None
    known_at: str | None
    checksum: str | None
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """Works to be told of together, and what is said of all of them."""

    origin: str
    works: tuple[Work, ...]
    accessed: date | None = None
    lock: Lock | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """What a name before a colon stands for, as the `curies` library reads it."""

    prefix: str
    uri_prefix: str
    prefix_synonyms: tuple[str, ...] = ()
    uri_prefix_synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a licence forbids and asks; not all of it, unless it is `known`."""

    forbids: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    known: bool


@dataclass(frozen=True, slots=True)
class Licensed:
    """A version under a licence, or under none that anybody told. `note`: its publisher's words.

    It may stand for many `versions`: the members of a release that bear the same.
    """

    address: str
    license: str | None
    note: str | None
    versions: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """How a licence comes into a lock: from a spec over the versions to the one that bears it.

    That one stands for as many `versions` as it has fellow members of a release that bear the same.
    """

    path: tuple[str, ...]
    note: str | None
    versions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLicense:
    """A licence in a lock, null where nobody told any: what it forbids and asks, and its bearers.

    Where it is not `known`, there may be more to it. Of the ways it comes the shortest are told;
    `versions` counts all that bear it, members of releases too.
    """

    license: str | None
    known: bool
    forbids: tuple[str, ...]
    asks: tuple[str, ...]
    versions: int
    brought_by: tuple[Brought, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A licence that forbids redistribution or commercial use, and what brings it."""

    license: str
    forbids: tuple[str, ...]
    versions: int
    brought_by: tuple[Brought, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockLicenses:
    """Every licence in a lock, and those to look at before anything is passed on or sold."""

    licenses: tuple[FoundLicense, ...]
    flags: tuple[Flag, ...]
