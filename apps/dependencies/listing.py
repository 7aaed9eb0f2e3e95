"""Lists of two stretches, one after the other by one keyset: what is declared, then what is held.

Each stretch goes by an index of its own, so that no page costs more than another.
"""

from base64 import urlsafe_b64decode
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, TypeAlias
from uuid import UUID

import orjson

from apps.core.errors import InvalidCursor
from apps.core.pagination import Keyset, Page, Place
from apps.dependencies.dtos import Dependency

IN_TURN = Keyset(name="dependencies", columns=("stretch", "slug", "id"))
MOST_SPELLINGS = 16  # of the beginning of a slug, in either case of each letter

Run: TypeAlias = Callable[[str, dict[str, Any]], list[Any]]

# Each with its place in the list first, then what a dependency shows.
DECLARED = """
SELECT source.slug, needed.id::text, organization.slug || '/' || source.slug, needed.version,
       needed.external_version, dependency.kind
  FROM dependencies_dependency AS dependency
  JOIN versions_version AS needed ON needed.id = dependency.depends_on_id
  JOIN sources_source AS source ON source.id = needed.source_id
  JOIN organizations_organization AS organization ON organization.id = source.organization_id
 WHERE dependency.version_id = %(version)s
   AND (%(kind)s::text IS NULL OR dependency.kind = %(kind)s)
   AND {begins}
   AND (%(id)s::uuid IS NULL OR (source.slug, needed.id) {beyond} (%(slug)s, %(id)s::uuid))
 ORDER BY source.slug {turn}, needed.id {turn} LIMIT %(limit)s
"""
MEMBERS = """
SELECT span.slug, span.version_id::text, %(organization)s || '/' || span.slug, held.version,
       held.external_version, 'member'
  FROM versions_membership AS span JOIN versions_version AS held ON held.id = span.version_id
 WHERE span.releases_id = %(releases)s AND span.since <= %(ordinal)s
   AND (span.until IS NULL OR span.until > %(ordinal)s)
   AND (%(kind)s::text IS NULL OR %(kind)s = 'member')
   AND {begins}
   AND (%(id)s::uuid IS NULL OR span.slug {beyond} %(slug)s)
 ORDER BY span.slug {turn} LIMIT %(limit)s
"""
# What depends on a version comes in the order in which it was registered.
DEPENDENTS = """
SELECT '', needing.id::text, organization.slug || '/' || source.slug, needing.version,
       needing.external_version, dependency.kind
  FROM dependencies_dependency AS dependency
  JOIN versions_version AS needing ON needing.id = dependency.version_id
  JOIN sources_source AS source ON source.id = needing.source_id
  JOIN organizations_organization AS organization ON organization.id = source.organization_id
 WHERE dependency.depends_on_id = %(version)s
   AND (%(kind)s::text IS NULL OR dependency.kind = %(kind)s)
   AND {seen} AND {begins}
   AND (%(id)s::uuid IS NULL OR dependency.version_id {beyond} %(id)s::uuid)
 ORDER BY dependency.version_id {turn} LIMIT %(limit)s
"""
HOLDERS = """
SELECT '', needing.id::text, organization.slug || '/' || source.slug, needing.version,
       needing.external_version, 'member'
  FROM versions_membership AS span
  JOIN versions_release AS release
    ON release.source_id = span.releases_id AND release.ordinal >= span.since
       AND (span.until IS NULL OR release.ordinal < span.until)
  JOIN versions_version AS needing ON needing.id = release.version_id
  JOIN sources_source AS source ON source.id = needing.source_id
  JOIN organizations_organization AS organization ON organization.id = source.organization_id
 WHERE span.member_id = %(source)s AND span.version_id = %(version)s
   AND (%(kind)s::text IS NULL OR %(kind)s = 'member')
   AND {seen} AND {begins}
   AND (%(id)s::uuid IS NULL OR needing.id {beyond} %(id)s::uuid)
 ORDER BY needing.id {turn} LIMIT %(limit)s
"""
EVERYTHING: dict[str, Any] = {"slug": "", "id": None, "limit": None}


def page(
    stretches: Sequence[str],
    asked: dict[str, Any],
    run: Run,
    *,
    limit: int,
    cursor: str = "",
    count: bool = False,
) -> Page[Dependency]:
    """`limit` rows from where `cursor` points, of the first stretch and then of the second.

    Raises `InvalidCursor`.
    """
    place = _place(cursor, len(stretches)) if cursor else None
    backwards = place is not None and place.backwards
    at = place.key[0] if place else 0
    found: list[tuple[Dependency, Sequence[Any]]] = []
    for number in range(at, -1, -1) if backwards else range(at, len(stretches)):
        if (missing := limit + 1 - len(found)) > 0:
            key = place.key[1:] if place and number == at else ("", None)
            told = {**asked, "slug": key[0], "id": key[1], "limit": missing}
            rows = run(directed(stretches[number], backwards=backwards), told)
            found += [(dependency(row), (number, *row[:2])) for row in rows]
    leaf = IN_TURN.leaf(found, place, limit=limit)
    total = sum(_counted(stretch, asked, run) for stretch in stretches) if count else None
    return Page(results=leaf.results, next=leaf.next, previous=leaf.previous, count=total)


def directed(stretch: str, *, backwards: bool = False) -> str:
    """A stretch as it is walked in one direction."""
    beyond, turn = ("<", "DESC") if backwards else (">", "ASC")
    return stretch.replace("{beyond}", beyond).replace("{turn}", turn)


def dependency(row: Sequence[Any]) -> Dependency:
    """A row of any stretch, as it is shown."""
    return Dependency(source=row[2], version=row[3], external_version=row[4], kind=row[5])


def narrowed(stretch: str, column: str, q: str | None) -> tuple[str, dict[str, Any]]:
    """A stretch of those whose slug begins so, in any case, and the parameters for it.

    The spellings of its first letters lead to the index of slugs as they are written.
    """
    if q is None:
        return stretch.replace("{begins}", "true"), {}
    spelled = [_literal(start) + "%" for start in _spellings(q)]
    names = {f"spelled_{number}": start for number, start in enumerate(spelled)}
    either = " OR ".join(f"{column} LIKE %({name})s" for name in names)
    condition = f"({either}) AND lower({column}) LIKE %(q)s"
    return stretch.replace("{begins}", condition), {**names, "q": _literal(q.lower()) + "%"}


def _spellings(q: str) -> list[str]:
    ways, count = [], 1
    for letter in q:
        either = dict.fromkeys((letter, letter.lower(), letter.upper()))
        if (count := count * len(either)) > MOST_SPELLINGS:
            break
        ways.append(either)
    return ["".join(letters) for letters in product(*ways)]


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _counted(stretch: str, asked: dict[str, Any], run: Run) -> int:
    statement = f"SELECT count(*) FROM ({directed(stretch)}) AS all_of_them"  # noqa: S608
    ((total,),) = run(statement, {**asked, **EVERYTHING})
    return int(total)


def _place(cursor: str, stretches: int) -> Place:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        name, backwards, stretch, slug, key = orjson.loads(urlsafe_b64decode(padded))
        identity = UUID(key)
    except (ValueError, TypeError, AttributeError):
        raise InvalidCursor from None
    known = name == IN_TURN.name and backwards in (0, 1) and stretch in range(stretches)
    if not known or not isinstance(slug, str) or "\0" in slug:
        raise InvalidCursor
    return Place(backwards=bool(backwards), key=(int(stretch), slug, identity))
