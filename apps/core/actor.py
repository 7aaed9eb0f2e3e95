"""Who is acting, from where, and as part of which request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.http import HttpRequest

from apps.core.addresses import client_address
from apps.core.ids import uuid7

MOST_OF_AN_AGENT = 500


def user_agent(request: HttpRequest) -> str | None:
    """What the client calls itself, as much of it as the trail has room for."""
    return request.META.get("HTTP_USER_AGENT", "")[:MOST_OF_AN_AGENT] or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What the token of a request allows: never more than its user may."""

    token_id: UUID
    scopes: frozenset[str]
    organization_id: UUID | None = None
    source_id: UUID | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The author of a change: built once at the door, passed inwards as a value."""

    request_id: UUID
    label: str
    user_id: UUID | None = None
    is_system: bool = False
    is_superuser: bool = False
    groups: frozenset[str] = frozenset()
    grant: Grant | None = None
    ip_address: str | None = None
    user_agent: str | None = None

    @classmethod
    def from_request(cls, request: HttpRequest) -> Self:
        """The person behind `request`, with the token they used; a stranger has no `user_id`."""
        user: Any = request.user
        known = bool(user.is_authenticated)
        grant = getattr(request, "auth", None)
        return cls(
            request_id=request.META["bdp.request_id"],
            label=user.get_username() if known else "anonymous",
            user_id=user.pk if known else None,
            is_superuser=known and user.is_superuser,
            groups=user.group_names if known else frozenset(),
            grant=grant if isinstance(grant, Grant) else None,
            ip_address=client_address(request),
            user_agent=user_agent(request),
        )

    @classmethod
    def system(cls, label: str) -> Self:
        """The registry itself: an operator command or a scheduled job."""
        return cls(request_id=uuid7(), label=label, is_system=True)

    @property
    def is_anonymous(self) -> bool:
        """Nobody in particular."""
        return self.user_id is None and not self.is_system
