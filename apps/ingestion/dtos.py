"""What ingestion reports. Values only."""

from dataclasses import dataclass
from uuid import UUID


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
