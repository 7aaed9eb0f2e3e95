"""Every question about people and tokens. Nothing here writes."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import accumulate
from typing import Any, Unpack
from uuid import UUID

from axes.helpers import get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from apps.accounts.dtos import Credential, Me, Permissions, TokenDetail, UserRef
from apps.accounts.errors import TokenNotFound, UserNotFound
from apps.accounts.locks import ADDRESSES
from apps.accounts.models import ApiToken, User
from apps.audit import permissions, policy
from apps.audit.actions import AuditAction
from apps.audit.dtos import Origin
from apps.audit.queries import list_origins
from apps.core import dto
from apps.core.actor import Actor
from apps.core.db import query, reading
from apps.core.errors import CredentialsInvalid, CredentialsRequired
from apps.core.pagination import Keyset, Page, Window
from apps.core.questions import Asked, asking
from apps.core.services import services

MADE = (AuditAction.CREATE_TOKEN, AuditAction.ROTATE_TOKEN)
NEWEST_FIRST = Keyset(name="tokens", columns=("created_at", "id"), descending=True)


def digest_of(secret: str) -> str:
    """What the registry keeps of a secret: its SHA-256 in hexadecimal.

    Secrets are only ever compared by it, so the time that takes says nothing of a secret.
    """
    return sha256(secret.encode()).hexdigest()


@query
def get_credential(secret: str) -> Credential:
    """What a token's secret stands for, whether it still holds or not. Raises `TokenNotFound`."""
    rows = asking(ApiToken).filter(digest=digest_of(secret)).then(_with_groups)
    return dto.one(Credential, rows, TokenNotFound())


@query
def get_present(actor: Actor) -> Actor:
    """Somebody as they are by now, who was known as `actor` when their request came.

    Raises `CredentialsInvalid` where they, or the token they came with, were shut out since.
    """
    token_id = actor.grant.token_id if actor.grant else None
    rows = asking(User).filter(id=actor.user_id, is_active=True)
    rows = rows.then(_by_token, token_id=token_id, now=services.clock.now())
    found = next(rows.then(_in_groups).values_list("is_superuser", "named"), None)
    if found is None:
        raise CredentialsInvalid
    return replace(actor, is_superuser=found[0], groups=frozenset(found[1]))


@query
def list_tokens(
    *,
    actor: Actor,
    organization: str | None = None,
    source: str | None = None,
    scope: str | None = None,
    valid: bool | None = None,
    **window: Unpack[Window],
) -> Page[TokenDetail]:
    """One's own tokens, newest first, all or those asked for; by a bound token, those bound alike.

    `source` is written organization/source. Raises `CredentialsRequired`, `OrganizationNotFound`
    or `SourceNotFound`.
    """
    rows = _own_tokens(actor)
    if organization is not None:
        rows = rows.filter(organization=policy.roles.ask(organization, None)[0])
    if source is not None:
        rows = rows.filter(source=policy.source_ids.ask(*_parts(source)))
    rows = rows.then(_of_scope, scopes=[scope]) if scope else rows
    if valid is not None:
        rows = rows.then(_that_hold, now=services.clock.now(), valid=valid)
    page = NEWEST_FIRST.page(TokenDetail, rows, **window)
    return replace(page, results=_with_origins(page.results, actor))


@query
def get_token(token_id: UUID, *, actor: Actor) -> TokenDetail:
    """One of one's own tokens. Raises `CredentialsRequired` or `TokenNotFound`."""
    found = dto.one(TokenDetail, _own_tokens(actor).filter(id=token_id), TokenNotFound())
    return _with_origins((found,), actor)[0]


@query
def find_origin(token_id: UUID) -> Origin | None:
    """From where a token was made; None if an operator made it or that was erased."""
    return list_origins([token_id], MADE).get(token_id)


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
def get_user(username: str, *, active: bool | None = None) -> UserRef:
    """A person by the name they sign in with, or only who still may. Raises `UserNotFound`."""
    rows = asking(User).filter(username=username).narrowed({"is_active": active})
    return dto.one(UserRef, rows, UserNotFound(username=username))


@query
def find_end_of_lock(name: str, address: str | None) -> datetime:
    """Until when nobody may try this name, given by its key, from this address."""
    everywhere, limit = reading(AccessAttempt).filter(username=name), get_failure_limit(None, None)
    here = everywhere.filter(ip_address=address)
    last = [_last_that_locks(here, limit), _last_that_locks(everywhere, limit * ADDRESSES)]
    now = services.clock.now()
    return max(filter(None, last), default=now) + (get_cool_off() or timedelta())


@query
def has_user(username: str) -> bool:
    """Whether somebody has this name."""
    return reading(User).filter(username=username).exists()


def _last_that_locks(rows: "QuerySet[AccessAttempt]", limit: int) -> datetime | None:
    """The failure without which, and without those before it, there would be too few."""
    newest = rows.order_by("-attempt_time").values_list("attempt_time", "failures_since_start")
    summed = zip(newest, accumulate(failures for _, failures in newest), strict=True)
    return next((instant for (instant, _), found in summed if found >= limit), None)


def _own_tokens(actor: Actor) -> Asked[ApiToken]:
    if actor.user_id is None:
        raise CredentialsRequired
    rows = asking(ApiToken).filter(user_id=actor.user_id)
    if actor.grant is None:
        return rows
    bounds = {"organization": actor.grant.organization_id, "source": actor.grant.source_id}
    return rows.narrowed(bounds)


def _with_origins(tokens: tuple[TokenDetail, ...], actor: Actor) -> tuple[TokenDetail, ...]:
    origins = list_origins([token.id for token in tokens], MADE, by=actor.user_id)
    return tuple(replace(token, created_from=origins.get(token.id)) for token in tokens)


def _parts(address: str) -> tuple[str, str]:
    organization, _, source = address.partition("/")
    return organization, source


def _of_scope(rows: "QuerySet[ApiToken]", *, scopes: Any) -> "QuerySet[ApiToken]":
    return rows.filter(scopes__contains=scopes)


def _that_hold(rows: "QuerySet[ApiToken]", *, now: Any, valid: bool) -> "QuerySet[ApiToken]":
    ended = Q(revoked_at__isnull=False) | Q(expires_at__lte=now)
    return rows.exclude(ended) if valid else rows.filter(ended)


def _by_token(rows: "QuerySet[User]", *, token_id: Any, now: Any) -> "QuerySet[User]":
    """Those who hold this token still; without one, all."""
    if token_id is None:
        return rows
    lasts = Q(tokens__expires_at=None) | Q(tokens__expires_at__gt=now)
    return rows.filter(lasts, tokens__id=token_id, tokens__revoked_at=None)


def _in_groups(rows: "QuerySet[User]") -> "QuerySet[User]":
    names = ArrayAgg("groups__name", filter=Q(groups__isnull=False))
    return rows.annotate(named=Coalesce(names, Value([])))


def _with_groups(rows: "QuerySet[ApiToken]") -> "QuerySet[ApiToken]":
    names = ArrayAgg("user__groups__name", filter=Q(user__groups__isnull=False))
    return rows.annotate(group_names=Coalesce(names, Value([])))
