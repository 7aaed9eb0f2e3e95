"""What the sources slice shows the world, and what of it may change. Values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from apps.core.dto import column

EntryType = Literal["data_source", "tool"]
SourceType = Literal[
    "protein", "genome", "sequence", "taxonomy", "ontology", "annotation", "structure", "pathway",
    "transcript", "bundle", "database", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """Enough to find a source again, and its organization, and to see whether it changed."""

    id: UUID
    organization_id: UUID
    organization: str = column("organization__slug")
    slug: str
    updated_at: datetime

    @property
    def subject(self) -> str:
        """Where it stands below the base."""
        return f"sources/{self.organization}/{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSummary:
    """A source as a line in a list."""

    id: UUID
    organization: str = column("organization__slug")
    slug: str
    name: str
    entry_type: EntryType
    source_type: SourceType
    license: str | None
    archived_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDetail:
    """Everything a client may know about one source."""

    id: UUID
    organization: str = column("organization__slug")
    slug: str
    entry_type: EntryType
    source_type: SourceType
    name: str
    description: str | None
    external_id: str | None
    license: str | None
    license_note: str | None
    tags: list[str]
    aliases: list[str]
    homepage: str | None
    repository_url: str | None
    archived_at: datetime | None
    superseded_by: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def subject(self) -> str:
        """Where it stands below the base."""
        return f"sources/{self.organization}/{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that search found, by what, and how well it fits: 1 is exact."""

    kind: Literal["organization", "source"]
    organization: str
    slug: str
    name: str
    matched: Literal["slug", "alias", "gene", "name", "words"]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What a query might become, best first."""

    results: tuple[Hit, ...]


class SourceDetails(TypedDict, total=False):
    """What may be said of a new source beside its slug, name and type."""

    entry_type: EntryType
    description: str | None
    external_id: str | None
    license: str | None
    license_note: str | None
    tags: list[str]
    aliases: list[str]
    homepage: str | None
    repository_url: str | None


class SourceChanges(SourceDetails, total=False):
    """What may change of a source. Its slug and organization never do."""

    name: str
    source_type: SourceType
    superseded_by: str | None
