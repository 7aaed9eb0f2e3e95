"""What accounts show, and to whom. Values only."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from apps.core.dto import column


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRef:
    """Enough to find a person again."""

    id: UUID
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token at the only moment its secret is known."""

    id: UUID
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a token's digest leads to: its limits, and the person behind it."""

    token_id: UUID = column("id")
    scopes: list[str]
    organization_id: UUID | None = column("organization")
    source_id: UUID | None = column("source")
    expires_at: datetime | None
    revoked_at: datetime | None
    user_id: UUID
    username: str = column("user__username")
    is_active: bool = column("user__is_active")
    is_superuser: bool = column("user__is_superuser")
    group_names: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody known by a token, in the form that request.user has."""

    pk: UUID
    username: str
    is_superuser: bool
    group_names: frozenset[str]
    is_authenticated: bool = True

    def get_username(self) -> str:
        """The name they sign in with."""
        return self.username
