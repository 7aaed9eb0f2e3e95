"""What versions depend on, what depends on them, and what names of them mean.

Thousands at once are asked for in SQL, over the raw cursor that `reading` would use.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Unpack
from uuid import UUID

from orjson import Fragment

from apps.audit.policy import Role, sees_drafts
from apps.core.actor import Actor
from apps.core.db import asking_cursor, query, read_alias, read_cursor, reading
from apps.core.lines import Handful
from apps.core.pagination import DEFAULT_LIMIT, Page, Place, Window
from apps.dependencies import meaning
from apps.dependencies.cycles import way
from apps.dependencies.dtos import Dependency, DependencyKind, Found, Sight, Wanted
from apps.dependencies.listing import KEY, NEEDED, NEEDING, Listing
from apps.organizations.models import Membership
from apps.versions.dtos import VersionDetail
from apps.versions.queries import find_release, get_version

NOWHERE = UUID(int=0)
A_HANDFUL = 5000  # lines in memory at once; of twice as many PostgreSQL makes a worse plan
NEXT_OF_ARRAY = ",\n"  # between rows in JSON, in which no line ends
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
    """What a version depends on by declaration, then its members if it is a release; by slug.

    `q` is how the slug of a source begins. Raises as `get_version` does.
    """
    found = get_version(organization, source, version, actor=actor)
    return _page(NEEDED, {**_held(found), "kind": kind, "q": q}, **window)


@query
def list_written_dependencies(
    organization: str,
    source: str,
    version: str,
    *,
    actor: Actor,
    kind: DependencyKind | None = None,
    q: str | None = None,
    **window: Unpack[Window],
) -> Page[Fragment]:
    """The same in JSON, all of a page in one piece, for whoever only passes them on.

    Raises as `get_version` does.
    """
    found = get_version(organization, source, version, actor=actor)
    asked = {**_held(found), "kind": kind, "q": q}
    text, page = _text(NEEDED, NEXT_OF_ARRAY, asked, **window)
    return replace(page, results=(Fragment(text),) if text else ())


@query
def list_handful_of_dependencies(
    organization: str,
    source: str,
    version: str,
    *,
    actor: Actor,
    kind: DependencyKind | None = None,
    q: str | None = None,
    cursor: str = "",
) -> Handful:
    """The same for who wants them to the end, many at once. Raises as `get_version` does."""
    found = get_version(organization, source, version, actor=actor)
    asked = {**_held(found), "kind": kind, "q": q}
    text, page = _text(NEEDED, "\n", asked, limit=A_HANDFUL, cursor=cursor)
    lines = f"{text}\n" if text else ""
    return Handful(text=lines.encode(), next=page.next, version=str(found.id))


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
    """What depends on a version by declaration, then the releases that hold it; oldest first.

    Drafts only for those who may see them. `q` is how the slug of a source begins.

    Raises as `get_version` does.
    """
    found = get_version(organization, source, version, actor=actor)
    asked = {"version": found.id, "kind": kind, "q": q, **meaning.seen(find_sight(actor))}
    return _page(NEEDING, asked, **window)


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
    if actor.user_id is None:
        return Sight(everywhere=actor.is_system)
    rows = reading(Membership).filter(user_id=actor.user_id)
    standings = rows.values_list("organization_id", "role")
    source = actor.grant.source_id if actor.grant else None
    mine = [held for held, role in standings if sees_drafts(actor, (held, Role(role)), source)]
    bound = actor.grant and actor.grant.organization_id
    looks_after_all = sees_drafts(actor, (bound or NOWHERE, None), source)
    own = (bound,) if bound and looks_after_all else tuple(mine)
    return Sight(
        everywhere=looks_after_all and not bound,
        organizations=own,
        source=source,
    )


def _held(of: VersionDetail) -> dict[str, Any]:
    """Where a list of what a version depends on is to look."""
    release = find_release(of.id)
    held = (release.releases, release.ordinal) if release else (None, None)
    where = {"version": of.id, "organization": of.organization}
    return {**where, "releases": held[0], "ordinal": held[1]}


def _page(
    listing: Listing,
    asked: dict[str, Any],
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str = "",
    count: bool = False,
) -> Page[Dependency]:
    place = listing.place(cursor)
    rows = _rows(listing.page(place, limit), {**asked, **_bounds(place)})
    found = [(_dependency(*row[len(KEY) :]), row[: len(KEY)]) for row in rows]
    counted = _counted(listing, asked) if count else None
    return replace(listing.keyset.leaf(found, place, limit=limit), count=counted)


def _text(
    listing: Listing,
    between: str,
    asked: dict[str, Any],
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str = "",
    count: bool = False,
) -> tuple[str | None, Page[Any]]:
    """The rows of a page in JSON, `between` them a text; and the page without them."""
    place = listing.place(cursor)
    with asking_cursor(read_alias()) as again:
        asked_for = {**asked, **_bounds(place), "between": between}
        again.execute(listing.text(place, limit), asked_for)
        ((there, text, *edges),) = again.fetchall()
    found = (edges[: len(KEY)], edges[len(KEY) :]) if there else None
    if there > limit:
        text = text.rpartition(between)[0]
    if place and place.backwards and text:
        text = between.join(text.split(between)[::-1])
    counted = _counted(listing, asked) if count else None
    page = listing.keyset.around(found, place, more=there > limit)
    return text, replace(page, count=counted)


def _bounds(place: Place | None) -> dict[str, Any]:
    _, slug, identity = place.key if place else (None, None, None)
    return {"slug": slug, "id": identity}


def _counted(listing: Listing, asked: dict[str, Any]) -> int:
    return int(_rows(listing.count(), asked)[0][0])


def _dependencies(statement: str, asked: dict[str, Any]) -> tuple[Dependency, ...]:
    return tuple(_dependency(*row) for row in _rows(statement, asked))


def _dependency(
    source: str, version: str, external_version: str | None, kind: DependencyKind
) -> Dependency:
    return Dependency(source=source, version=version, external_version=external_version, kind=kind)


def _rows(statement: str, asked: dict[str, Any]) -> list[Any]:
    with read_cursor() as cursor:
        cursor.execute(statement, asked)
        found: list[Any] = cursor.fetchall()
        return found
