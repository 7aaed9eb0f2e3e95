"""What accounts show, and to whom. Values only."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from apps.audit.dtos import Origin
from apps.audit.permissions import Permission
from apps.core.dto import column

Scope = Literal["read", "write", "publish", "admin"]


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
class TokenDetail:
    """A token as its owner sees it; `organization` and `source` are ids.

    `created_from` is where it was made, until that is erased; None where somebody else made it.
    """

    id: UUID
    name: str
    prefix: str
    scopes: list[Scope]
    organization: UUID | None
    source: UUID | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    created_from: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken(TokenDetail):
    """A new token, with its secret at the only moment it is known."""

    secret: str = field(repr=False)

    @classmethod
    def of(cls, token: TokenDetail, secret: str) -> Self:
        """`token` with its secret."""
        held = {each.name: getattr(token, each.name) for each in fields(TokenDetail)}
        return cls(**held, secret=secret)

    @property
    def subject(self) -> str:
        """Where it stands below the base."""
        return f"tokens/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Who asks, by which token, and where they are at home: organizations by slug."""

    id: UUID
    username: str
    is_superuser: bool
    groups: list[str]
    organizations: list[str]
    token: TokenDetail | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """What somebody may do at one place, kind by kind; without a place, in the registry."""

    on: str | None
    permissions: tuple[Permission, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a token's digest leads to: its limits, and the person behind it."""

    token_id: UUID = column("id")
    scopes: list[str]
    organization_id: UUID | None = column("organization")
    source_id: UUID | None = column("source")
    expires_at: datetime | None
    last_used_at: datetime | None
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
