"""Every question about people and tokens. Nothing here writes."""

from hashlib import sha256
from typing import Unpack
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from apps.accounts.dtos import Credential, Me, Permissions, TokenDetail, UserRef
from apps.accounts.errors import TokenNotFound, UserNotFound
from apps.accounts.models import ApiToken, User
from apps.audit import permissions, policy
from apps.core import dto
from apps.core.actor import Actor
from apps.core.db import query, reading
from apps.core.errors import CredentialsRequired
from apps.core.pagination import Keyset, Page, Window
from apps.core.questions import Asked, asking

NEWEST_FIRST = Keyset(name="tokens", columns=("created_at", "id"), descending=True)


def digest_of(secret: str) -> str:
    """What the registry keeps of a secret: its SHA-256 in hexadecimal."""
    return sha256(secret.encode()).hexdigest()


@query
def get_credential(secret: str) -> Credential:
    """What a token's secret stands for, whether it still holds or not. Raises `TokenNotFound`."""
    rows = asking(ApiToken).filter(digest=digest_of(secret)).then(_with_groups)
    return dto.one(Credential, rows, TokenNotFound())


@query
def list_tokens(*, actor: Actor, **window: Unpack[Window]) -> Page[TokenDetail]:
    """One's own tokens, newest first; asked by a bound token, those bound alike.

    Raises `CredentialsRequired`.
    """
    return NEWEST_FIRST.page(TokenDetail, _own_tokens(actor), **window)


@query
def get_token(token_id: UUID, *, actor: Actor) -> TokenDetail:
    """One of one's own tokens. Raises `CredentialsRequired` or `TokenNotFound`."""
    return dto.one(TokenDetail, _own_tokens(actor).filter(id=token_id), TokenNotFound())


@query
def get_me(*, actor: Actor) -> Me:
    """Who asks, and by which token. Raises `CredentialsRequired`."""
    if actor.user_id is None:
        raise CredentialsRequired
    bound = actor.grant.organization_id if actor.grant else None
    homes = policy.homes.ask(actor.user_id, bound)
    return Me(
        id=actor.user_id,
        username=actor.label,
        is_superuser=actor.is_superuser,
        groups=sorted(actor.groups),
        organizations=sorted(home.organization for home in homes),
        token=get_token(actor.grant.token_id, actor=actor) if actor.grant else None,
    )


@query
def list_permissions(on: str | None = None, *, actor: Actor) -> Permissions:
    """What whoever asks may do, a stranger too, and why or why not.

    `on` is an organization, organization/source or @username. Raises `OrganizationNotFound` or
    `SourceNotFound`.
    """
    return Permissions(on=on, permissions=permissions.explain(actor, on))


@query
def get_user(username: str) -> UserRef:
    """A person by the name they sign in with. Raises `UserNotFound`."""
    rows = asking(User).filter(username=username)
    return dto.one(UserRef, rows, UserNotFound(username=username))


@query
def has_user(username: str) -> bool:
    """Whether somebody has this name."""
    return reading(User).filter(username=username).exists()


def _own_tokens(actor: Actor) -> Asked[ApiToken]:
    if actor.user_id is None:
        raise CredentialsRequired
    rows = asking(ApiToken).filter(user_id=actor.user_id)
    if actor.grant is None:
        return rows
    bounds = {"organization": actor.grant.organization_id, "source": actor.grant.source_id}
    return rows.narrowed(bounds)


def _with_groups(rows: "QuerySet[ApiToken]") -> "QuerySet[ApiToken]":
    names = ArrayAgg("user__groups__name", filter=Q(user__groups__isnull=False))
    return rows.annotate(group_names=Coalesce(names, Value([])))
