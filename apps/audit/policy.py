"""Who may do what: the one place that decides, asked by every command inside its transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import TypeAlias
from uuid import UUID

from apps.core.actor import Actor, Grant
from apps.core.dto import column
from apps.core.errors import CredentialsRequired, Forbidden, NotAllowed
from apps.core.providers import Provider
from apps.core.services import services


class Role(StrEnum):
    """What a member may do in an organization, in growing order."""

    MEMBER = "member"
    MAINTAINER = "maintainer"
    OWNER = "owner"


class May(StrEnum):
    """Whom a command is open to. Each has a sentence that a refused person reads."""

    MAINTAINER = "maintainer"
    KEEPER = "keeper"
    OWNER = "owner"
    CURATOR = "curator"
    AUDITOR = "auditor"
    REGISTRANT = "registrant"
    SELF = "self"
    SYSTEM = "system"


class Scope(IntEnum):
    """What a token was made for; each includes those before it."""

    READ = 0
    WRITE = 1
    PUBLISH = 2
    ADMIN = 3


CURATORS = "curator"
AUDITORS = "auditor"

RANK = {Role.MEMBER: 0, Role.MAINTAINER: 1, Role.OWNER: 2}

TAKES = {
    May.MAINTAINER: "a maintainer or an owner of {organization}",
    May.KEEPER: "a maintainer or an owner of {organization}",
    May.OWNER: "an owner of {organization}",
    May.CURATOR: "a curator of the registry",
    May.AUDITOR: "an auditor of the registry",
    May.REGISTRANT: "a curator of the registry",
    May.SELF: "somebody who is signed in",
    May.SYSTEM: "an operator of the registry",
}

PERSON = "@"  # before the name of somebody who owns things in person, as no slug begins
IN_PERSON = "{organization} in person"
NOBODY, EVER = UUID(int=0), datetime.min.replace(tzinfo=UTC)

Standing: TypeAlias = tuple[UUID, Role | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An organization by its slug, and since when there is one that bears it."""

    organization: str = column("slug")
    since: datetime = column("created_at")


roles: Provider[Callable[[str, UUID | None], Standing]] = Provider("who is a member of what")
homes: Provider[Callable[[UUID | None, UUID | None], tuple[Home, ...]]] = Provider(
    "in which organizations a person is at home"
)
source_ids: Provider[Callable[[str, str], UUID]] = Provider("which source an address means")


class TokenTooNarrow(Forbidden):
    code = "auth.forbidden"
    message = "This token may not do this: {why}."


def require(
    may: May,
    actor: Actor,
    *,
    scope: Scope,
    organization: str | None = None,
    source: str | None = None,
) -> None:
    """Let `actor` pass, or say what it takes to change `source` or `organization`.

    Raises `CredentialsRequired` for a stranger, the slice's own not-found error for an unknown
    organization, `NotAllowed` for a person without the role, `TokenTooNarrow` for a token made
    for less.
    """
    if actor.is_anonymous:
        raise CredentialsRequired
    organization_id, role = None, None
    if organization is not None:
        ask = standing if may is May.KEEPER else _in_organization
        organization_id, role = ask(organization, actor)
    if not allows(may, actor, role):
        in_person = may is May.KEEPER and (organization or "").startswith(PERSON)
        takes = IN_PERSON if in_person else TAKES[_required(may, organization)]
        raise NotAllowed(who=actor.label, role=takes.format(organization=f"“{organization}”"))
    _require_token(actor, scope, organization_id)
    if organization and source and actor.grant and actor.grant.source_id:
        _require_token_of(actor.grant, source_ids.ask(organization, source))
    elif actor.grant and actor.grant.source_id:
        raise TokenTooNarrow(why="it was made for one source")


def _required(may: May, organization: str | None) -> May:
    """What it takes: of the registry's own, where nobody has a role, a curator."""
    return May.CURATOR if may in (May.MAINTAINER, May.OWNER) and organization is None else may


def standing(owner: str, actor: Actor) -> Standing:
    """What somebody is to an owner: to an organization, or to a person, written `@username`.

    A person has the role of an owner in what is theirs; whether there is such a person is not
    told. Raises as `roles` does for an unknown organization.
    """
    if not owner.startswith(PERSON):
        return _in_organization(owner, actor)
    if actor.user_id is None or owner != PERSON + actor.label:
        return NOBODY, None
    return actor.user_id, Role.OWNER


def _in_organization(organization: str, actor: Actor) -> Standing:
    return roles.ask(organization, actor.user_id)


def allows(may: May, actor: Actor, role: Role | None) -> bool:
    """Whether somebody with `role` in the organization at hand may, tokens left aside."""
    if actor.is_system or actor.is_superuser:
        return True
    if actor.is_anonymous:
        return False
    curator = CURATORS in actor.groups
    return {
        May.MAINTAINER: curator or _at_least(role, Role.MAINTAINER),
        May.KEEPER: curator or _at_least(role, Role.MAINTAINER),
        May.OWNER: curator or _at_least(role, Role.OWNER),
        May.CURATOR: curator,
        May.REGISTRANT: curator or services.registration_is_open,
        May.AUDITOR: AUDITORS in actor.groups,
        May.SELF: True,
        May.SYSTEM: False,
    }[may]


def sees_drafts(actor: Actor, standing: Standing) -> bool:
    """Whether an organization's drafts are shown: to members, and to who looks after all.

    A token made for one organization shows those of that one alone.
    """
    organization_id, role = standing
    if actor.grant and actor.grant.organization_id not in (None, organization_id):
        return False
    if actor.is_system or actor.is_superuser or role is not None:
        return True
    return bool(actor.groups & {CURATORS, AUDITORS})


def drafts_seen(actor: Actor) -> tuple[Home, ...] | None:
    """Whose drafts are shown to `actor`, as `sees_drafts` says of each: None for everybody's."""
    if actor.is_anonymous:
        return ()
    limit = actor.grant.organization_id if actor.grant else None
    looks_after_all = actor.is_system or actor.is_superuser or actor.groups & {CURATORS, AUDITORS}
    if looks_after_all and limit is None:
        return None
    seen = homes.ask(None if looks_after_all else actor.user_id, limit)
    own = Home(organization=f"{PERSON}{actor.user_id}", since=EVER)
    return seen if limit is not None else (*seen, own)


def _require_token_of(grant: Grant, source_id: UUID) -> None:
    if grant.source_id != source_id:
        raise TokenTooNarrow(why="it was made for another source")


def _at_least(role: Role | None, wanted: Role) -> bool:
    return role is not None and RANK[role] >= RANK[wanted]


def _require_token(actor: Actor, scope: Scope, organization_id: UUID | None) -> None:
    if (grant := actor.grant) is None:
        return
    if not any(Scope[name.upper()] >= scope for name in grant.scopes):
        raise TokenTooNarrow(why=f"it takes the scope “{scope.name.lower()}”")
    if grant.organization_id is not None and grant.organization_id != organization_id:
        raise TokenTooNarrow(why="it was made for one organization")
