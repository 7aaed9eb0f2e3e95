"""Every way people and tokens can change: one function, one transaction, one trace."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from axes.utils import reset
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from apps.accounts.dtos import NewToken, UserRef
from apps.accounts.errors import (
    DuplicateUsername,
    InvalidToken,
    InvalidUsername,
    TokenEnded,
    TokenNotFound,
    TooManyTokens,
    UnknownGroup,
    UserNotFound,
    WeakPassword,
)
from apps.accounts.heirs import heirs_of
from apps.accounts.locks import key_of
from apps.accounts.models import ApiToken, User
from apps.accounts.queries import digest_of
from apps.accounts.secrets import new_secret
from apps.audit import policy
from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope, TokenTooNarrow
from apps.audit.recording import Entity, command, nothing_changed, record
from apps.core.actor import Actor
from apps.core.db import refusing
from apps.core.errors import NotAllowed
from apps.core.services import PRIMARY, services

MAX_NAME = 150
MOST = 100  # tokens of one person that hold
LATEST = datetime.max.replace(tzinfo=UTC)


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def create_user(
    *,
    actor: Actor,
    username: str,
    password: str | None = None,
    groups: Collection[str] = (),
    is_superuser: bool = False,
    any_password: bool = False,
) -> UserRef:
    """Add a person; without a password they can only work by token.

    `any_password` takes a weak one too, for a registry that only its operator reaches.

    Raises `InvalidUsername`, `WeakPassword`, `UnknownGroup` or `DuplicateUsername`.
    """
    user = User(username=username, is_superuser=is_superuser)
    user.is_staff = is_superuser or bool(groups)
    _require_username(username)
    if password is not None and not any_password:
        _require_password(password, user)
    user.set_password(password)
    with refusing(accounts_user_username_key=DuplicateUsername(username=username)):
        user.save(force_insert=True)
    user.groups.set(_groups(groups))
    after = {"username": username, "groups": sorted(groups), "is_superuser": is_superuser}
    record(AuditAction.CREATE_USER, _user_entity(user), actor=actor, after=after)
    return UserRef(id=user.id, username=username)


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def set_password(*, actor: Actor, username: str, password: str) -> None:
    """Give a person a new password, which ends their sessions; their tokens hold.

    Raises `UserNotFound` or `WeakPassword`.
    """
    user = _locked(username)
    _require_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(AuditAction.SET_PASSWORD, _user_entity(user), actor=actor)


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def set_groups(
    *,
    actor: Actor,
    username: str,
    groups: Collection[str],
    is_superuser: bool = False,
    reason: str | None = None,
) -> None:
    """Make a person what they look after from now on: groups, everything, or nothing.

    Raises `UserNotFound` or `UnknownGroup`.
    """
    user = _locked(username)
    before = {"groups": sorted(user.group_names), "is_superuser": user.is_superuser}
    after = {"groups": sorted(set(groups)), "is_superuser": is_superuser}
    known = _groups(groups)
    if before == after:
        return nothing_changed()
    user.is_superuser, user.is_staff = is_superuser, is_superuser or bool(groups)
    user.save(update_fields=["is_superuser", "is_staff"])
    user.groups.set(known)
    entity = _user_entity(user)
    record(AuditAction.SET_GROUPS, entity, actor=actor, reason=reason, before=before, after=after)
    return None


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def deactivate_user(*, actor: Actor, username: str, reason: str | None = None) -> tuple[str, ...]:
    """Shut a person out: their password, their sessions and all their tokens end for good.

    What they are a member of stays written, and they can use none of it. Returns the organizations
    that are left without an owner. Raises `UserNotFound`.
    """
    user = _locked(username)
    if not user.is_active:
        nothing_changed()
        return ()
    user.is_active = False
    user.set_unusable_password()  # sessions are bound to it
    user.save(update_fields=["is_active", "password"])
    ended, left = _end(user.tokens.all()), policy.owned_alone.ask(user.id)
    without = {"organizations_without_owner": left} if left else {}
    record(
        AuditAction.DEACTIVATE_USER, _user_entity(user), actor=actor, reason=reason,
        before={"is_active": True}, after={"is_active": False, "tokens_revoked": ended, **without},
    )  # fmt: skip
    return left


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def reactivate_user(*, actor: Actor, username: str, reason: str | None = None) -> None:
    """Let a person in again, once they are given a new password or token. Raises `UserNotFound`."""
    user = _locked(username)
    if user.is_active:
        return nothing_changed()
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(
        AuditAction.REACTIVATE_USER, _user_entity(user), actor=actor, reason=reason,
        before={"is_active": False}, after={"is_active": True},
    )  # fmt: skip
    return None


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def unlock_user(*, actor: Actor, username: str, reason: str | None = None) -> None:
    """Let somebody try again who gave a wrong password too often. Raises `UserNotFound`."""
    user = _locked(username)
    if not reset(username=key_of(username)):
        return nothing_changed()
    record(AuditAction.UNLOCK_USER, _user_entity(user), actor=actor, reason=reason)
    return None


@command(may=May.SELF, on=None, scope=Scope.ADMIN)
def create_token(
    *,
    actor: Actor,
    username: str,
    scopes: Collection[str],
    name: str = "",
    organization: str | None = None,
    source: str | None = None,
    expires_at: datetime | None = None,
    reason: str | None = None,
) -> NewToken:
    """Make a credential for a person. The answer is the only place that ever holds the secret.

    `source` is written organization/source. Raises `UserNotFound`, `InvalidToken`,
    `TooManyTokens`, `OrganizationNotFound` or `SourceNotFound`.
    """
    user = _own_account(actor, username)
    if expires_at is not None and expires_at <= services.clock.now():
        raise InvalidToken.because("expires_at", "A token cannot expire before it is made.")
    organization_id, source_id = _bounds(organization, source)
    _require_within(actor, scopes, expires_at)
    token, secret = _issued(
        actor,
        user=user,
        name=name or "token",
        scopes=sorted(set(scopes)),
        organization=organization_id,
        source=source_id,
        expires_at=expires_at,
    )
    record(
        AuditAction.CREATE_TOKEN, _token_entity(token), actor=actor, reason=reason,
        after={
            "user": username, "name": token.name, "scopes": token.scopes,
            "organization": organization, "source": source, "expires_at": expires_at,
        },
    )  # fmt: skip
    return NewToken(id=token.id, secret=secret)


@command(may=May.SELF, on=None, scope=Scope.ADMIN)
def revoke_token(*, actor: Actor, token_id: UUID, reason: str | None = None) -> None:
    """End a token of one's own for good, with all that were made by it, and by these.

    Whoever stole it may have made them. Raises `TokenNotFound`.
    """
    token = _own_token(actor, token_id, any_for_superusers=True)
    with services.connection(PRIMARY).cursor() as cursor:
        line = [token.id, *heirs_of(cursor, token.id)]
    ended = _end(ApiToken.objects.filter(id__in=line))
    if not ended:
        return nothing_changed()
    after: dict[str, object] = {}
    if token.revoked_at is None:
        after["revoked_at"] = services.clock.now()
    if heirs := [each for each in ended if each != token.id]:
        after["heirs_revoked"] = heirs
    entity = _token_entity(token)
    record(AuditAction.REVOKE_TOKEN, entity, actor=actor, reason=reason, after=after)
    return None


@command(may=May.SELF, on=None, scope=Scope.ADMIN)
def rotate_token(
    *, actor: Actor, token_id: UUID, grace: int = 0, reason: str | None = None
) -> NewToken:
    """Give a token a successor with a new secret; the old one holds for `grace` seconds more.

    Only one's own: who asks is told the secret. Raises `TokenNotFound`, `TokenEnded`,
    `TooManyTokens`, or `TokenTooNarrow` for what outlives the token at work.
    """
    old, now = _own_token(actor, token_id), services.clock.now()
    if old.revoked_at or not old.user.is_active or (old.expires_at and old.expires_at <= now):
        raise TokenEnded
    if actor.grant is None or actor.grant.token_id != old.id:
        _require_within(actor, old.scopes, old.expires_at)
    lasts, until = old.expires_at, min(now + timedelta(seconds=grace), old.expires_at or LATEST)
    old.revoked_at, old.expires_at = (None, until) if grace else (now, lasts)
    old.save(update_fields=["revoked_at", "expires_at"])
    token, secret = _issued(
        actor, user=old.user, name=old.name, scopes=old.scopes, organization=old.organization,
        source=old.source, expires_at=lasts,
    )  # fmt: skip
    record(
        AuditAction.ROTATE_TOKEN, _token_entity(token), actor=actor, reason=reason,
        before={"token": old.id}, after={"token": token.id, "old_holds_until": until},
    )  # fmt: skip
    return NewToken(id=token.id, secret=secret)


@command(may=May.OWNER, on="organization", scope=Scope.ADMIN)
def revoke_tokens(
    *, actor: Actor, organization: str, username: str, reason: str | None = None
) -> None:
    """End a person's tokens that were made for an organization, or for a source of it.

    Raises `OrganizationNotFound` or `UserNotFound`.
    """
    user = _locked(username)
    organization_id = policy.roles.ask(organization, None)[0]
    ended = _end(user.tokens.filter(organization=organization_id))
    if not ended:
        return nothing_changed()
    record(
        AuditAction.REVOKE_TOKENS, _user_entity(user), actor=actor, reason=reason,
        after={"organization": organization, "tokens_revoked": ended},
    )  # fmt: skip
    return None


def _end(tokens: "QuerySet[ApiToken]") -> list[UUID]:
    """Which of these held until now."""
    held = tokens.filter(revoked_at=None)
    ended = sorted(held.select_for_update().values_list("id", flat=True))
    held.update(revoked_at=services.clock.now())
    return ended


def _locked(username: str) -> User:
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        raise UserNotFound(username=username)
    return user


def _issued(actor: Actor, *, user: User, **kept: Any) -> tuple[ApiToken, str]:
    """A new row of a person who is locked, and the secret that it stands for."""
    now, secret = services.clock.now(), new_secret()
    lasts = Q(expires_at=None) | Q(expires_at__gt=now)
    if user.tokens.filter(lasts, revoked_at=None).count() >= MOST:
        raise TooManyTokens(most=MOST)
    made_by = actor.grant.token_id if actor.grant else None
    token = ApiToken(
        user=user, digest=digest_of(secret), prefix=secret[:12], made_by=made_by, created_at=now,
        **kept,
    )  # fmt: skip
    unknown = InvalidToken(why="A token's scopes are among read, write, publish and admin.")
    unfit = InvalidToken(why="A token's name has 1 to 100 characters.")
    with refusing(token_scopes_known=unknown, token_name_length=unfit):
        token.save(force_insert=True)
    return token, secret


def _own_token(actor: Actor, token_id: UUID, *, any_for_superusers: bool = False) -> ApiToken:
    """A token of one's own, its person locked before it; any for operators.

    In this order everybody locks them: no two wait for each other. Raises `TokenNotFound`.
    """
    any_ones = actor.is_system or (actor.is_superuser and any_for_superusers)
    mine = {} if any_ones else {"id": actor.user_id}
    people = User.objects.select_for_update(of=("self",))
    user = people.filter(tokens__id=token_id, **mine).first()
    if user is None:
        raise TokenNotFound
    _require_still_held(actor)
    token = user.tokens.select_for_update().get(id=token_id)
    token.user = user
    return token


def _require_still_held(actor: Actor) -> None:
    """Of tokens made by tokens: one that ended while its person was locked makes none."""
    if actor.grant is not None:
        policy.present.ask(actor)


def _require_within(actor: Actor, scopes: Collection[str], expires_at: datetime | None) -> None:
    """A token makes none that can do more, or for longer. Raises `TokenTooNarrow`.

    One that is bound to an organization or a source makes none at all: policy sees to that.
    """
    if (grant := actor.grant) is None:
        return
    widest = max((Scope[name.upper()] for name in grant.scopes), default=Scope.READ)
    if any(Scope[name.upper()] > widest for name in scopes if name.upper() in Scope.__members__):
        raise TokenTooNarrow(why="it makes none that may do more than itself")
    if grant.expires_at and (expires_at is None or expires_at > grant.expires_at):
        raise TokenTooNarrow(why=f"it makes none that outlives its own end, {grant.expires_at}")


def _bounds(organization: str | None, address: str | None) -> tuple[UUID | None, UUID | None]:
    """The ids that bound a token; what is bound to a source is so to its organization."""
    bound = policy.roles.ask(organization, None)[0] if organization else None
    if address is None:
        return bound, None
    owner, _, source = address.partition("/")
    if not (owner and source):
        raise InvalidToken.because("source", "Write a source as organization/source.")
    source_id, owner_id = policy.source_ids.ask(owner, source), policy.roles.ask(owner, None)[0]
    if bound not in (None, owner_id):
        raise InvalidToken.because("source", "This source belongs to another organization.")
    return owner_id, source_id


def _own_account(actor: Actor, username: str) -> User:
    user = _locked(username)
    if not user.is_active:
        raise UserNotFound(username=username)
    if not (actor.is_system or actor.is_superuser or user.id == actor.user_id):
        raise NotAllowed(who=actor.label, role=f"“{username}” in person")
    _require_still_held(actor)
    return user


def _groups(names: Collection[str]) -> list[Group]:
    found = list(Group.objects.filter(name__in=names))
    if unknown := sorted(set(names) - {group.name for group in found}):
        raise UnknownGroup(group=unknown[0])
    return found


def _require_username(username: str) -> None:
    try:
        User.username_validator(username)
    except ValidationError:
        raise InvalidUsername(username=username) from None
    if len(username) > MAX_NAME:
        raise InvalidUsername(username=username[:50] + "…")


def _require_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(why=" ".join(error.messages)) from None


def _user_entity(user: User) -> Entity:
    return Entity(type="user", id=user.id, label=user.username)


def _token_entity(token: ApiToken) -> Entity:
    return Entity(type="token", id=token.id, label=f"{token.user.username}/{token.prefix}…")
