"""What the organizations slice shows the world, and what of it may change. Values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from apps.core.dto import column

VersionScheme = Literal["semver", "calendar", "assembly", "sequential"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRef:
    """Enough to find an organization again, and to see whether it changed."""

    id: UUID
    slug: str
    updated_at: datetime

    @property
    def subject(self) -> str:
        """Where it stands below the base."""
        return f"organizations/{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationSummary:
    """An organization as a line in a list."""

    id: UUID
    slug: str
    name: str
    website: str | None
    license: str | None
    is_system: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationDetail:
    """Everything a client may know about one organization."""

    id: UUID
    slug: str
    name: str
    description: str | None
    website: str | None
    logo_url: str | None
    contact_email: str | None
    documentation_url: str | None
    data_source_url: str | None
    license: str | None
    citation: str | None
    version_scheme: VersionScheme
    versioning_strategy: dict[str, Any] | None
    is_system: bool
    created_at: datetime
    updated_at: datetime

    @property
    def subject(self) -> str:
        """Where it stands below the base."""
        return f"organizations/{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person's role in one organization."""

    id: UUID
    organization: str = column("organization__slug")
    username: str = column("user__username")
    role: Literal["member", "maintainer", "owner"]

    @property
    def subject(self) -> str:
        """The organization's own path: members have none."""
        return f"organizations/{self.organization}"


class OrganizationDetails(TypedDict, total=False):
    """What may be said of a new organization beside its slug and name."""

    description: str | None
    website: str | None
    logo_url: str | None
    contact_email: str | None
    documentation_url: str | None
    data_source_url: str | None
    license: str | None
    citation: str | None
    version_scheme: VersionScheme
    versioning_strategy: dict[str, Any] | None


class OrganizationChanges(OrganizationDetails, total=False):
    """What may change of an organization. Its slug never does."""

    name: str
    is_system: bool
