"""The table of who may do what, and for one person, one line after the other, why or why not."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal
from uuid import UUID

from apps.audit import policy
from apps.audit.policy import PERSON, May, Role, Scope, Standing
from apps.core.actor import Actor
from apps.core.errors import Forbidden, Unauthenticated

ScopeName = Literal["read", "write", "publish", "admin"]


class Place(StrEnum):
    """Where something is done."""

    REGISTRY = "registry"
    ORGANIZATION = "organization"
    SOURCE = "source"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of action: whom it is open to, and what a token for it was made for."""

    action: str
    what: str
    may: May | None  # None: everybody
    scope: Scope
    places: tuple[Place, ...]


EVERYWHERE = tuple(Place)
WITH_SOURCES = (Place.ORGANIZATION, Place.SOURCE)
WITH_PROJECTS = (Place.ORGANIZATION, Place.PERSON)
OF_ALL = (Place.REGISTRY,)

KINDS = (
    Kind(
        action="read", may=None, scope=Scope.READ, places=EVERYWHERE,
        what="read what is published, and its trail without addresses",
    ),
    Kind(
        action="see_drafts", may=May.MEMBER, scope=Scope.READ, places=WITH_SOURCES,
        what="see drafts",
    ),
    Kind(
        action="keep_sources", may=May.MAINTAINER, scope=Scope.WRITE, places=WITH_SOURCES,
        what="create, change and delete sources, drafts, their files and dependencies",
    ),
    Kind(
        action="publish", may=May.MAINTAINER, scope=Scope.PUBLISH, places=WITH_SOURCES,
        what="publish, deprecate, yank and unyank versions; archive and unarchive sources",
    ),
    Kind(
        action="see_projects", may=May.MEMBER, scope=Scope.READ, places=WITH_PROJECTS,
        what="see projects, their manifests and locks",
    ),
    Kind(
        action="keep_projects", may=May.KEEPER, scope=Scope.WRITE, places=WITH_PROJECTS,
        what="create, change, lock, reconcile and delete projects",
    ),
    Kind(
        action="keep_organization", may=May.OWNER, scope=Scope.ADMIN, places=(Place.ORGANIZATION,),
        what="change or delete the organization, its members and its webhooks",
    ),
    Kind(
        action="create_organization", may=May.REGISTRANT, scope=Scope.ADMIN, places=OF_ALL,
        what="create an organization",
    ),
    Kind(
        action="keep_registry", may=May.CURATOR, scope=Scope.ADMIN, places=OF_ALL,
        what="set is_system, keep registry-wide webhooks, redeliver events and retry jobs",
    ),
    Kind(
        action="read_trail", may=May.AUDITOR, scope=Scope.READ, places=OF_ALL,
        what="read the whole trail, with addresses",
    ),
    Kind(
        action="erase_origins", may=May.AUDITOR, scope=Scope.ADMIN, places=OF_ALL,
        what="erase from the trail where one person, or one request, came from",
    ),
    Kind(
        action="export_trail", may=May.SELF, scope=Scope.READ, places=OF_ALL,
        what="take along what one may read of the trail",
    ),
    Kind(
        action="keep_own_tokens", may=May.SELF, scope=Scope.ADMIN, places=OF_ALL,
        what="make, rotate and revoke tokens of one's own",
    ),
    Kind(
        action="operate", may=May.SYSTEM, scope=Scope.ADMIN, places=OF_ALL,
        what="add and deactivate people, set their groups, import, ingest and erase all addresses "
        "before a day",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Whether somebody may do one kind of thing at one place, and why or why not."""

    action: str
    what: str
    scope: ScopeName
    allowed: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place that was looked up: what it is called, and what the person is there."""

    place: Place
    named: str | None = None
    standing: tuple[UUID | None, Role | None] = (None, None)
    source_id: UUID | None = None


def explain(actor: Actor, on: str | None) -> tuple[Permission, ...]:
    """Every kind of action there is on `organization`, `organization/source`, `@username` or None.

    Raises what the providers raise for an unknown organization or source.
    """
    spot = _spot(actor, on)
    return tuple(_permission(kind, actor, spot) for kind in KINDS if spot.place in kind.places)


def _spot(actor: Actor, on: str | None) -> Spot:
    if on is None:
        return Spot(place=Place.REGISTRY)
    owner, _, source = on.partition("/")
    standing: Standing = policy.standing(owner, actor)
    if owner.startswith(PERSON):
        return Spot(place=Place.PERSON, named=owner, standing=standing)
    if not source:
        return Spot(place=Place.ORGANIZATION, named=owner, standing=standing)
    source_id = policy.source_ids.ask(owner, source)
    return Spot(place=Place.SOURCE, named=owner, standing=standing, source_id=source_id)


def _permission(kind: Kind, actor: Actor, spot: Spot) -> Permission:
    allowed, why = _answer(kind, actor, spot)
    scope: ScopeName = kind.scope.name.lower()  # type: ignore[assignment]  # they are spelled alike
    return Permission(action=kind.action, what=kind.what, scope=scope, allowed=allowed, why=why)


def _answer(kind: Kind, actor: Actor, spot: Spot) -> tuple[bool, str]:
    """What the policy itself would say: its very refusal, or on what grounds it lets pass."""
    if kind.may is None:
        return True, "Everybody may."
    organization_id, role = spot.standing
    try:
        policy.require_role(kind.may, actor, role, on=spot.named)
        if actor.grant is not None:
            policy.require_token(
                actor.grant,
                kind.scope,
                organization_id=organization_id,
                source_id=spot.source_id,
            )
    except (Forbidden, Unauthenticated) as refusal:
        return False, str(refusal)
    by = "" if actor.grant is None else f", and this token was made for “{_widest(actor)}”"
    return True, f"{actor.label} may, {policy.grounds(kind.may, actor, role)}{by}."


def _widest(actor: Actor) -> str:
    scopes = actor.grant.scopes if actor.grant else ()
    return max(scopes, key=lambda name: Scope[name.upper()], default="nothing")


def as_table() -> str:
    """All kinds as a table in Markdown: who may, and which scope a token for it needs."""
    head = ("", *_people(), "scope of a token")
    rows = [head, ("---",) * len(head), *(_row(kind) for kind in KINDS)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _row(kind: Kind) -> tuple[str, ...]:
    ticks = (
        "✓" if kind.may is None or policy.allows(kind.may, actor, role) else ""
        for actor, role in _people().values()
    )
    return (kind.what, *ticks, kind.scope.name.lower())


def _people() -> dict[str, tuple[Actor, Role | None]]:
    """One of each, as the columns of the table; registration is not open to them."""
    nobody = Actor(request_id=policy.NOBODY, label="")
    somebody = replace(nobody, user_id=policy.NOBODY)
    return {
        "anyone": (nobody, None),
        "signed in": (somebody, None),
        **{role.value: (somebody, role) for role in Role},
        **{
            group: (replace(somebody, groups=frozenset({group})), None)
            for group in (policy.CURATORS, policy.AUDITORS)
        },
        "superuser, operator": (replace(somebody, is_superuser=True), None),
    }
