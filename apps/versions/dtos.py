"""What the versions slice shows the world, and what of it may change. Values only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypedDict
from uuid import UUID

from apps.core.dto import column

Status = Literal["draft", "published", "deprecated", "yanked"]
DateBasis = Literal["released", "seen", "published"]


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


class VersionDetails(TypedDict, total=False):
    """What may be said of a draft."""

    external_version: str | None
    release_date: date | None
    release_notes: str | None
