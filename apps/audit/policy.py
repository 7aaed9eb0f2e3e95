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
    """Whom a command or a list is open to. Each has a sentence that a refused person reads."""

    MEMBER = "member"
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
    May.MEMBER: "a member of {organization}",
    May.MAINTAINER: "a maintainer or an owner of {organization}",
    May.KEEPER: "a maintainer or an owner of {organization}",
    May.OWNER: "an owner of {organization}",
    May.CURATOR: "a curator of the registry",
    May.AUDITOR: "an auditor of the registry",
    May.REGISTRANT: "a curator of the registry",
    May.SELF: "somebody who is signed in",
    May.SYSTEM: "an operator of the registry",
}

# The least role that is enough, and the groups of the registry that need none.
LEAST = {
    May.MEMBER: Role.MEMBER,
    May.MAINTAINER: Role.MAINTAINER,
    May.KEEPER: Role.MAINTAINER,
    May.OWNER: Role.OWNER,
}
OPEN_TO = {
    May.MEMBER: (CURATORS, AUDITORS),
    May.MAINTAINER: (CURATORS,),
    May.KEEPER: (CURATORS,),
    May.OWNER: (CURATORS,),
    May.CURATOR: (CURATORS,),
    May.AUDITOR: (AUDITORS,),
    May.REGISTRANT: (CURATORS,),
    May.SELF: (),
    May.SYSTEM: (),
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
owned_alone: Provider[Callable[[UUID], tuple[str, ...]]] = Provider(
    "which organizations have somebody as their only owner"
)
present: Provider[Callable[[Actor], Actor]] = Provider("what somebody, and their token, is now")


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
    found: tuple[UUID | None, Role | None] = None, None
    if organization is not None:
        ask = standing if may is May.KEEPER else _in_organization
        found = ask(organization, actor)
    require_role(may, actor, found[1], on=organization)
    if actor.grant is None:
        return
    asked = None
    if actor.grant.source_id and organization and source:
        asked = source_ids.ask(organization, source)
    require_token(actor.grant, scope, organization_id=found[0], source_id=asked)


def require_role(may: May, actor: Actor, role: Role | None, *, on: str | None) -> None:
    """Let pass who may, with `role` in the organization `on`, tokens left aside."""
    if allows(may, actor, role):
        return
    if actor.is_anonymous:
        raise CredentialsRequired
    in_person = may in (May.KEEPER, May.MEMBER) and (on or "").startswith(PERSON)
    takes = IN_PERSON if in_person else TAKES[_required(may, on)]
    raise NotAllowed(who=actor.label, role=takes.format(organization=f"“{on}”"))


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
    return grounds(may, actor, role) is not None


def grounds(may: May, actor: Actor, role: Role | None) -> str | None:
    """As what somebody may, with `role` in the organization at hand; None if they may not."""
    if actor.is_system or actor.is_superuser:
        return "as an operator" if actor.is_system else "as a superuser"
    if actor.is_anonymous:
        return None
    if (enough := LEAST.get(may)) and _at_least(role, enough):
        return f"as {role} there"
    if group := next((name for name in OPEN_TO[may] if name in actor.groups), None):
        return f"as {group} of the registry"
    if may is May.REGISTRANT and services.registration_is_open:
        return "as everybody who signs in, since registration is open"
    return "as everybody may with what is theirs" if may is May.SELF else None


def sees_drafts(actor: Actor, standing: Standing, source_id: UUID | None = None) -> bool:
    """Whether drafts are shown, of a source or of all that an organization has.

    They are to members, and to who looks after all. A token made for one organization shows those
    of that one alone, and one made for a source those of that source.
    """
    organization_id, role = standing
    if actor.grant and actor.grant.organization_id not in (None, organization_id):
        return False
    if actor.grant and actor.grant.source_id not in (None, source_id):
        return False
    return allows(May.MEMBER, actor, role)


def drafts_seen(actor: Actor) -> tuple[Home, ...] | None:
    """Whose drafts are shown to `actor`, as `sees_drafts` says of each: None for everybody's."""
    if actor.is_anonymous or (actor.grant and actor.grant.source_id):
        return ()
    limit = actor.grant.organization_id if actor.grant else None
    looks_after_all = actor.is_system or actor.is_superuser or actor.groups & {CURATORS, AUDITORS}
    if looks_after_all and limit is None:
        return None
    seen = homes.ask(None if looks_after_all else actor.user_id, limit)
    own = Home(organization=f"{PERSON}{actor.user_id}", since=EVER)
    return seen if limit is not None else (*seen, own)


def _at_least(role: Role | None, wanted: Role) -> bool:
    return role is not None and RANK[role] >= RANK[wanted]


def require_token(
    grant: Grant, scope: Scope, *, organization_id: UUID | None, source_id: UUID | None
) -> None:
    """Let pass a token that was made for as much as this, and for here. Raises `TokenTooNarrow`."""
    if not any(Scope[name.upper()] >= scope for name in grant.scopes):
        raise TokenTooNarrow(why=f"it takes the scope “{scope.name.lower()}”")
    if grant.source_id is not None and grant.source_id != source_id:
        which = "one" if source_id is None else "another"
        raise TokenTooNarrow(why=f"it was made for {which} source")
    if grant.organization_id not in (None, organization_id):
        raise TokenTooNarrow(why="it was made for one organization")
