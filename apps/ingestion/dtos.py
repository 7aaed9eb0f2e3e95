"""What ingestion reports. Values only."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Literal, Self
from uuid import UUID

from apps.core.dto import column

State = Literal["held", "missing", "too old"]
JobStatus = Literal["running", "succeeded", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What an import did to the things of one kind."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutLine:
    """Something of a file that the registry cannot hold, and why."""

    database: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import of the catalogue did."""

    id: UUID
    organizations: Tally
    sources: Tally
    versions: Tally
    left_out: tuple[LeftOutLine, ...]

    @property
    def subject(self) -> str:
        """Where its results stand below the base."""
        return "organizations"

    @property
    def total(self) -> Tally:
        """The three kinds together."""
        kinds = (self.organizations, self.sources, self.versions)
        return Tally(
            added=sum(kind.added for kind in kinds),
            changed=sum(kind.changed for kind in kinds),
            unchanged=sum(kind.unchanged for kind in kinds),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRecord:
    """A record of a release that could not be taken, where it stands, and why."""

    file: str
    line: int
    accession: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What a release brought: `read = added + changed + unchanged + refused`.

    `seconds` run from the first byte read to the commit; in the trail and in the event, which are
    part of it, to the moment they are written. `bytes` are those of the plain records.
    `release_date` is the publisher's day as it is kept, which need not be the one that was given.
    """

    id: UUID
    source: str
    release: str
    version: str
    release_date: date | None
    read: int
    added: int
    changed: int
    unchanged: int
    removed: int
    refused: int
    refusals: tuple[RefusedRecord, ...]
    seconds: float
    bytes: int

    @property
    def subject(self) -> str:
        """Where the release stands below the base."""
        return f"sources/{self.source}/versions/{self.version}"

    @property
    def told_to_all(self) -> Self:
        """The same with files by their names: whoever ran the ingest knows where they lie."""
        refusals = (replace(each, file=PurePath(each.file).name) for each in self.refusals)
        return replace(self, refusals=tuple(refusals))

    @property
    def changes(self) -> str:
        """Where its changes stand below the base."""
        return f"{self.subject}/changes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A release that a publisher has; `too old` is one that came before the newest held."""

    name: str
    date: date | None
    size: int | None
    address: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDraft:
    """A draft that nobody has published yet."""

    id: UUID
    organization: str = column("source__organization__slug")
    source: str = column("source__slug")
    version: str
    external_version: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlicensedSource:
    """A source of which nobody said under which terms it may be used."""

    id: UUID
    organization: str = column("organization__slug")
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRelease:
    """A release as its publisher calls it, and its day."""

    id: UUID
    organization: str = column("source__organization__slug")
    source: str = column("source__slug")
    external_version: str
    effective_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfReleases:
    """How many releases count from a month, as far as they are counted."""

    month: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LastImport:
    """What the newest import that changed something had to leave out."""

    id: UUID
    created_at: datetime
    left_out: tuple[LeftOutLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDetail:
    """Work that takes its time: how far it is, or how it ended."""

    id: UUID
    kind: str
    subject_label: str
    status: JobStatus = column("state")
    records: int
    bytes_read: int
    bytes_total: int | None
    started_at: datetime
    heard_from_at: datetime
    finished_at: datetime | None
    error: str | None = column("failure")
    outcome: dict[str, object] | None
