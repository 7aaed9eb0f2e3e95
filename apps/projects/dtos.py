"""What the projects slice shows to who may see it, and what of it may change. Values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from apps.biology.dtos import Change
from apps.core.dto import column
from apps.resolving.dtos import Lock
from apps.versions.dtos import Bump

Section = Literal["sources", "tools", "dependencies"]
PinStatus = Literal["unchanged", "newer", "deprecated", "yanked", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRef:
    """Enough to find a project again, and to see whether it changed."""

    id: UUID
    owner: str
    name: str
    updated_at: datetime

    @property
    def subject(self) -> str:
        """Where it stands below the base."""
        return f"projects/{self.owner}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSummary:
    """A project as a line in a list."""

    id: UUID
    owner: str
    name: str
    description: str | None
    watch: bool
    locked_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDetail:
    """Everything about a project that is neither its manifest nor a lock.

    `owner` is an organization's slug, or `@` and the name of a person.
    """

    id: UUID
    owner: str
    owner_id: UUID
    name: str
    description: str | None
    watch: bool
    locked_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @property
    def subject(self) -> str:
        """Where it stands below the base."""
        return f"projects/{self.owner}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestDetail:
    """What a project says it uses; `project` is what the manifest calls itself."""

    project: dict[str, str]
    sources: tuple[str, ...]
    tools: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockChange:
    """A pin that a lock has and the one before had not, or had otherwise.

    `before` and `after` are what was pinned; `facts` are what else of the pin is not the same.
    """

    section: Section
    spec: str
    before: str | None
    after: str | None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LockSummary:
    """One lock of a project, counted from 1, as a line in its history.

    How many pins it has, and how many of them the one before had not, had otherwise, or had alone.
    """

    id: UUID
    number: int
    checksum: str
    pins: int
    added: int
    changed: int
    removed: int
    locked_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LockEnvelope:
    """A lock of a project with what tells it from the one before; of the first, that is nothing."""

    number: int
    locked_by: str
    created_at: datetime
    difference: tuple[LockChange, ...]
    lock: Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLock:
    """A lock as it was written down, and what is known of it."""

    id: UUID
    number: int
    content: bytes = column("content__content")
    difference: list[dict[str, Any]]
    locked_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """How many members, or fields of one, came, went and differ."""

    added: int = 0
    removed: int = 0
    modified: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciledPin:
    """One pin beside the registry of today: `locked` and `current` as `org:name@version`.

    `current` is the newest version where one came since the lock was made. Of a deprecated or
    yanked one, `reason` and `superseded_by` are its publisher's. `changes` counts what differs
    between the two; `category` says what of a protein: its sequence, or its annotation; `members`
    are those of a release that the project pins itself and that are not the same in both; of very
    many the first, and `members_left_out` says how many there are beyond: each is told of where it
    is a pin. `archived` tells that nothing more will come from its source.
    """

    section: Section
    spec: str
    locked: str | None
    current: str | None
    status: PinStatus
    bump: Bump | None = None
    changes: Changed | None = None
    category: str | None = None
    members: tuple[Change, ...] | None = None
    members_left_out: int | None = None
    reason: str | None = None
    superseded_by: str | None = None
    license_changed: bool | None = None
    archived: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many pins of a reconciliation stand so."""

    unchanged: int = 0
    newer: int = 0
    deprecated: int = 0
    yanked: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationSummary:
    """A lock beside the registry of one instant, as a line in a list."""

    id: UUID
    in_sync: bool
    lock: int = column("lock__number")
    counts: Counts
    reconciled_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationDetail:
    """A lock beside the registry of one instant, pin by pin: in sync if all are unchanged."""

    id: UUID
    in_sync: bool
    lock: int = column("lock__number")
    counts: Counts
    pins: tuple[ReconciledPin, ...]
    reconciled_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What is announced of a reconciliation: the pins that are not as they were, or the first.

    `pins_left_out` counts those beyond; all are at `…/reconciliations/{id}` of the project.
    """

    id: UUID
    owner: str
    owner_id: UUID
    name: str
    in_sync: bool
    lock: int
    counts: Counts
    pins: tuple[ReconciledPin, ...]
    pins_left_out: int
    created_at: datetime

    @property
    def subject(self) -> str:
        """Where its project stands below the base."""
        return f"projects/{self.owner}/{self.name}"


class ProjectDetails(TypedDict, total=False):
    """What may be said of a new project beside its owner and name."""

    description: str | None
    watch: bool


class WrittenManifest(TypedDict):
    """A manifest as it is kept."""

    project: dict[str, str]
    sources: list[str]
    tools: list[str]


class ProjectChanges(ProjectDetails, total=False):
    """What may change of a project. Its owner and name never do."""

    manifest: WrittenManifest
