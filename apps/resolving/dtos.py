"""What the resolving slice shows the world: locks, what to be warned of, what still holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from apps.versions.dtos import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """The two instants of a question: released by then, and known to the registry by then."""

    as_of: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A version as the registry knew it at the instant that is asked for."""

    id: UUID
    source_id: UUID
    organization: str
    source: str
    version: str
    external_version: str | None
    effective_date: date
    license: str | None
    status: Status
    reason: str | None
    superseded_by: str | None

    @property
    def label(self) -> str:
        """`uniprot:P01308@1.4.0`, a spec that means this version and no other."""
        return f"{self.organization}:{self.source}@{self.version}"

    @property
    def subject(self) -> str:
        """Where it stands below the base."""
        return f"sources/{self.organization}/{self.source}/versions/{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependencies:
    """How many things a version depends on, members included, and a checksum over their list."""

    count: int
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFile:
    """The bytes of one format: what to find at `path`, below the base."""

    checksum: str
    size: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """The one version that a spec came to mean. `files` where there are several to choose from."""

    resolved: str
    external_version: str | None
    effective_date: date
    format: str | None
    checksum: str | None
    size: int | None
    path: str | None
    license: str | None
    status: Status
    dependency_count: int
    dependencies_checksum: str | None
    files: Mapping[str, LockedFile] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What the specs of a manifest came to mean, to the byte."""

    lockfile_version: int
    as_of: date | None
    known_at: datetime | None
    sources: Mapping[str, Pin]
    tools: Mapping[str, Pin]
    dependencies: Mapping[str, Pin]
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A version that was resolved though its publisher warns of it, and by which spec."""

    spec: str
    resolved: str
    status: Status
    reason: str | None
    superseded_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A lock, and what to be warned of."""

    lock: Lock
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A lock as it is written down, and what to be warned of."""

    lock: bytes
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPin:
    """Whether one pin of a lock still holds: what it says is so, and its bytes are the same."""

    spec: str
    resolved: str
    holds: bool
    status: Status | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether a whole lock still holds, pin by pin; its checksum tells if somebody edited it."""

    holds: bool
    checksum_holds: bool
    pins: tuple[VerifiedPin, ...]
