"""What the versions slice shows the world, and what of it may change. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from apps.core.dto import column

Status = Literal["draft", "published", "deprecated", "yanked"]
DateBasis = Literal["released", "seen", "published"]
Bump = Literal["major", "minor", "patch"]
ChangeType = Literal["added", "removed", "modified", "schema", "dependency"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRef:
    """Enough to find a version again, and to see whether it changed."""

    id: UUID
    organization: str = column("source__organization__slug")
    source: str = column("source__slug")
    version: str
    updated_at: datetime

    @property
    def subject(self) -> str:
        """Where it stands below the base."""
        return f"sources/{self.organization}/{self.source}/versions/{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary:
    """A version as a line in a list."""

    id: UUID
    version: str
    external_version: str | None
    release_date: date | None
    effective_date: date | None
    date_basis: DateBasis | None
    status: Status
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDetail:
    """Everything a client may know about one version."""

    id: UUID
    organization: str = column("source__organization__slug")
    source: str = column("source__slug")
    version: str
    external_version: str | None
    release_date: date | None
    seen_on: date | None
    effective_date: date | None
    date_basis: DateBasis | None
    status: Status
    published_at: datetime | None
    reason: str | None
    superseded_by: str | None
    release_notes: str | None
    license: str | None
    size_bytes: int | None
    created_at: datetime
    updated_at: datetime

    @property
    def subject(self) -> str:
        """Where it stands below the base."""
        return f"sources/{self.organization}/{self.source}/versions/{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRelease:
    """A release as a line among those of other sources."""

    organization: str = column("source__organization__slug")
    source: str = column("source__slug")
    name: str = column("source__name")
    version: str
    external_version: str
    effective_date: date
    date_basis: DateBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasesOfMonth:
    """How many releases a month brought, told by its first day."""

    month: date
    releases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRef:
    """Where a release stands among those of its source, counted from 1."""

    id: UUID = column("version_id")
    releases: UUID = column("source_id")
    ordinal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How much of files the registry holds."""

    files: int
    bytes: int
    downloads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryStatistics:
    """How much there is of everything."""

    organizations: int
    sources: int
    versions: int
    published_versions: int
    files: int
    bytes: int
    downloads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCounts:
    """How many sources, in all and of each type."""

    total: int
    by_type: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCounts:
    """How many versions, in all and in each state."""

    total: int
    by_status: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationStatistics:
    """How much one organization has."""

    sources: SourceCounts
    versions: VersionCounts
    files: int
    bytes: int
    downloads: int
    last_published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangelogEntry:
    """How many things of one sort changed in one way."""

    change_type: ChangeType
    category: str
    count: int
    description: str
    breaking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangelogSummary:
    """How many members there were and are, and how many came, went, and differ."""

    before: int
    after: int
    added: int = 0
    removed: int = 0
    modified: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Changelog:
    """What a version changed since the one before it, computed from content."""

    bump: Bump | None
    triggered_by: str | None
    summary: ChangelogSummary
    entries: tuple[ChangelogEntry, ...]


def changelog_of(written: Mapping[str, Any]) -> Changelog:
    """A changelog as it was written down."""
    return Changelog(
        bump=written["bump"],
        triggered_by=written["triggered_by"],
        summary=ChangelogSummary(**written["summary"]),
        entries=tuple(ChangelogEntry(**entry) for entry in written["entries"]),
    )


class VersionDetails(TypedDict, total=False):
    """What may be said of a draft."""

    external_version: str | None
    release_date: date | None
    release_notes: str | None
