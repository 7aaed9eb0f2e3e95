"""What versions depend on, what depends on them, and what names of them mean.

Thousands at once are asked for in SQL, over the raw cursor that `reading` would use.
"""

from collections.abc import Sequence
from typing import Any, Unpack
from uuid import UUID

from apps.audit.policy import Role, sees_drafts
from apps.core.actor import Actor
from apps.core.db import query, read_cursor, reading
from apps.core.pagination import DEFAULT_LIMIT, Page, Window
from apps.dependencies import listing, meaning
from apps.dependencies.cycles import way
from apps.dependencies.dtos import Dependency, DependencyKind, Found, Sight, Wanted
from apps.organizations.models import Membership
from apps.sources.queries import find_source
from apps.versions.dtos import VersionDetail
from apps.versions.queries import find_release, get_version

NOWHERE = UUID(int=0)
HIDDEN = "a draft that you may not see"

DECLARED = """
SELECT organization.slug || '/' || source.slug, needed.version, needed.external_version,
       dependency.kind
  FROM dependencies_dependency AS dependency
  JOIN versions_version AS needed ON needed.id = dependency.depends_on_id
  JOIN sources_source AS source ON source.id = needed.source_id
  JOIN organizations_organization AS organization ON organization.id = source.organization_id
 WHERE dependency.version_id = %(version)s {narrowed}
 ORDER BY organization.slug, source.slug, needed.major, needed.minor, needed.patch
"""

# The dependencies of drafts on drafts that can be come by from some of them; those of the version
# that is asked about are about to be others.
DRAFTS_REACHED = """
WITH RECURSIVE reached (id) AS (
    SELECT unnest(%(first)s::uuid[])
     UNION
    SELECT dependency.depends_on_id
      FROM reached
      JOIN dependencies_dependency AS dependency ON dependency.version_id = reached.id
      JOIN versions_version AS needed ON needed.id = dependency.depends_on_id
     WHERE needed.status = 'draft' AND reached.id <> %(version)s
)
SELECT dependency.version_id, dependency.depends_on_id
  FROM dependencies_dependency AS dependency
 WHERE dependency.version_id IN (SELECT id FROM reached) AND dependency.version_id <> %(version)s
   AND dependency.depends_on_id IN (SELECT id FROM reached)
"""
NAMED = f"""
SELECT version.id, CASE WHEN {meaning.SEEN.format(version="version", source="source")}
                        THEN organization.slug || '/' || source.slug || '@' || version.version END
  FROM versions_version AS version
  JOIN sources_source AS source ON source.id = version.source_id
  JOIN organizations_organization AS organization ON organization.id = source.organization_id
 WHERE version.id = ANY(%(versions)s)
"""  # noqa: S608  made of our own words


@query
def list_meant(wanted: Sequence[Wanted], *, actor: Actor) -> tuple[Found, ...]:
    """What each of the wanted means to somebody who sees what `actor` sees, in their order."""
    sight = find_sight(actor)
    rows = _rows(meaning.MEANT, meaning.asked(wanted, sight))
    return tuple(
        Found(
            source_id=row[0], version_id=row[1], address=row[2], version=row[3],
            external_version=row[4], is_draft=bool(row[5]), candidates=tuple(row[6]),
        )
        for row in rows
    )  # fmt: skip


@query
def list_dependencies(
    organization: str,
    source: str,
    version: str,
    *,
    actor: Actor,
    kind: DependencyKind | None = None,
    q: str | None = None,
    **window: Unpack[Window],
) -> Page[Dependency]:
    """What a version depends on by declaration, then the members of a release; each by slug.

    `q` is how the slug begins. Raises as `get_version` does.
    """
    found = get_version(organization, source, version, actor=actor)
    stretches, asked = _depended_on(found, q)
    return listing.page(stretches, {**asked, "kind": kind}, _rows, **_told(window))


@query
def list_dependents(
    organization: str,
    source: str,
    version: str,
    *,
    actor: Actor,
    kind: DependencyKind | None = None,
    q: str | None = None,
    **window: Unpack[Window],
) -> Page[Dependency]:
    """What depends on a version, drafts for those who see them, then the releases that hold it.

    `q` is how the slug begins. Raises as `get_version` does.
    """
    found = get_version(organization, source, version, actor=actor)
    seen = meaning.SEEN.format(version="needing", source="source")
    statements = (listing.DEPENDENTS, listing.HOLDERS)
    narrowed = [listing.narrowed(each, "source.slug", q) for each in statements]
    stretches = [statement.replace("{seen}", seen) for statement, _ in narrowed]
    member = find_source(found.organization, found.source).id
    asked = {**narrowed[0][1], **meaning.seen(find_sight(actor)), "kind": kind}
    return listing.page(
        stretches, {**asked, "version": found.id, "source": member}, _rows, **_told(window)
    )


@query
def list_declared(version_id: UUID) -> tuple[Dependency, ...]:
    """Everything that a version depends on by declaration, by source and version."""
    return _dependencies(DECLARED.format(narrowed=""), {"version": version_id})


@query
def list_drafts_needed(version_id: UUID) -> tuple[str, ...]:
    """The drafts that a version depends on, as organization/source@version."""
    drafts = DECLARED.format(narrowed="AND needed.status = 'draft'")
    found = _dependencies(drafts, {"version": version_id})
    return tuple(f"{needed.source}@{needed.version}" for needed in found)


@query
def find_cycle(version_id: UUID, needed: Sequence[UUID], *, actor: Actor) -> tuple[str, ...]:
    """How `version_id` would come to depend on itself if it needed these; nothing if it would not.

    From it over others back to it, each as organization/source@version; a draft that `actor` may
    not see is not named.
    """
    edges = _rows(DRAFTS_REACHED, {"first": list(needed), "version": version_id})
    closed = way(version_id, needed, edges)
    told = meaning.seen(find_sight(actor))
    names = dict(_rows(NAMED, {"versions": list(closed), **told})) if closed else {}
    return tuple(names[each] or HIDDEN for each in closed)


@query
def find_sight(actor: Actor) -> Sight:
    """Whose drafts somebody sees."""
    if actor.is_anonymous:
        return Sight(everywhere=False)
    roles = reading(Membership).values_list("organization_id", "role")
    standings = roles.filter(user_id=actor.user_id) if actor.user_id else ()
    mine = [held for held, role in standings if sees_drafts(actor, (held, Role(role)))]
    bound = actor.grant and actor.grant.organization_id
    looks_after_all = actor.is_system or sees_drafts(actor, (bound or NOWHERE, None))
    own = (bound,) if bound and looks_after_all else tuple(mine)
    return Sight(
        everywhere=looks_after_all and not bound,
        organizations=own,
        source=actor.grant.source_id if actor.grant else None,
    )


def _depended_on(found: VersionDetail, q: str | None) -> tuple[list[str], dict[str, Any]]:
    """The stretches of what a version depends on: of one without members there is one."""
    stretch, asked = listing.narrowed(listing.DECLARED, "source.slug", q)
    asked = {**asked, "version": found.id}
    if (release := find_release(found.id)) is None:
        return [stretch], asked
    members, _ = listing.narrowed(listing.MEMBERS, "span.slug", q)
    held = {"releases": release.releases, "ordinal": release.ordinal}
    return [stretch, members], {**asked, **held, "organization": found.organization}


def _told(window: Window) -> dict[str, Any]:
    return {"limit": DEFAULT_LIMIT, **window}


def _dependencies(statement: str, asked: dict[str, Any]) -> tuple[Dependency, ...]:
    rows = _rows(statement, asked)
    return tuple(
        Dependency(source=source, version=version, external_version=name, kind=kind)
        for source, version, name, kind in rows
    )


def _rows(statement: str, asked: dict[str, Any]) -> list[Any]:
    with read_cursor() as cursor:
        cursor.execute(statement, asked)
        rows: list[Any] = cursor.fetchall()
        return rows
