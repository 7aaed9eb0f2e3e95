"""Every way people and tokens can change: one function, one transaction, one trace."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from apps.accounts.dtos import NewToken, UserRef
from apps.accounts.errors import (
    DuplicateUsername,
    InvalidToken,
    InvalidUsername,
    TokenNotFound,
    UnknownGroup,
    UserNotFound,
    WeakPassword,
)
from apps.accounts.models import ApiToken, User
from apps.accounts.queries import digest_of
from apps.audit import policy
from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.audit.recording import Entity, command, nothing_changed, record
from apps.core.actor import Actor
from apps.core.db import refusing
from apps.core.errors import NotAllowed
from apps.core.services import services

PREFIX = "bdp_"
MAX_NAME = 150


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
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        raise UserNotFound(username=username)
    _require_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(AuditAction.SET_PASSWORD, _user_entity(user), actor=actor)


@command(may=May.SELF, on=None, scope=Scope.ADMIN)
def create_token(
    *,
    actor: Actor,
    username: str,
    scopes: Iterable[str],
    name: str = "",
    organization: str | None = None,
    source: str | None = None,
    expires_at: datetime | None = None,
    reason: str | None = None,
) -> NewToken:
    """Make a credential for a person. The answer is the only place that ever holds the secret.

    `source` is written organization/source. Raises `UserNotFound`, `InvalidToken`,
    `OrganizationNotFound` or `SourceNotFound`.
    """
    user = _own_account(actor, username)
    if expires_at is not None and expires_at <= services.clock.now():
        raise InvalidToken.because("expires_at", "A token cannot expire before it is made.")
    organization_id = policy.roles.ask(organization, None)[0] if organization else None
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=user,
        name=name or "token",
        digest=digest_of(secret),
        prefix=secret[:12],
        scopes=sorted(set(scopes)),
        organization=organization_id,
        source=_source_id(source, organization_id) if source else None,
        created_at=services.clock.now(),
        expires_at=expires_at,
    )
    unknown = InvalidToken(why="A token's scopes are among read, write, publish and admin.")
    unfit = InvalidToken(why="A token's name has 1 to 100 characters.")
    with refusing(token_scopes_known=unknown, token_name_length=unfit):
        token.save(force_insert=True)
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
    """End a token of one's own for good. Raises `TokenNotFound`."""
    mine = {} if actor.is_system or actor.is_superuser else {"user_id": actor.user_id}
    token = ApiToken.objects.select_for_update().filter(id=token_id, **mine).first()
    if token is None:
        raise TokenNotFound
    if token.revoked_at is not None:
        return nothing_changed()
    token.revoked_at = services.clock.now()
    token.save(update_fields=["revoked_at"])
    record(
        AuditAction.REVOKE_TOKEN, _token_entity(token), actor=actor, reason=reason,
        after={"revoked_at": token.revoked_at},
    )  # fmt: skip
    return None


def _source_id(address: str, organization_id: UUID | None) -> UUID:
    organization, _, source = address.partition("/")
    if not (organization and source):
        raise InvalidToken.because("source", "Write a source as organization/source.")
    if organization_id and organization_id != policy.roles.ask(organization, None)[0]:
        raise InvalidToken.because("source", "This source belongs to another organization.")
    return policy.source_ids.ask(organization, source)


def _own_account(actor: Actor, username: str) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise UserNotFound(username=username)
    if not (actor.is_system or actor.is_superuser or user.id == actor.user_id):
        raise NotAllowed(who=actor.label, role=f"“{username}” in person")
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
