"""Lists of two parts, page by page: what is declared, then what releases hold. The SQL.

Each part is ordered by an index of its own, so that half a million members cost a page what three
do. A place is a part, and a key in it.
"""

from base64 import urlsafe_b64decode
from dataclasses import dataclass

import orjson

from apps.core.errors import InvalidCursor
from apps.core.ids import as_uuid
from apps.core.pagination import Keyset, Place
from apps.dependencies.meaning import SEEN

ID = "%(id)s::uuid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some rows of a list: what they are, and by which columns they are in order.

    The rows have a key, which is a slug and an id as text, a version, and a kind.
    """

    rows: str
    order: tuple[str, ...]
    key: tuple[str, ...]

    def page(self, *, backwards: bool, narrowed: str, limit: int | None) -> str:
        """The first rows, so many or all.

        The number is written out: of one that is given, PostgreSQL knows nothing as it plans.
        """
        turn = "DESC" if backwards else "ASC"
        order = ", ".join(f"{column} {turn}" for column in self.order)
        return f"({self.rows} AND {narrowed} ORDER BY {order} LIMIT {limit or 'ALL'})"

    def beyond(self, *, backwards: bool) -> str:
        """The condition that a row comes after the place."""
        columns, key = ", ".join(self.order), ", ".join(self.key)
        return f"({columns}) {'<' if backwards else '>'} ({key})"

    def takes(self, slug: object, key: object) -> bool:
        """Whether somebody's cursor can be a key here."""
        if not isinstance(slug, str) or not isinstance(key, str) or "\0" in slug:
            return False
        return not key if ID not in self.key else as_uuid(key) is not None


NARROWED = """
   AND (%(kind)s::text IS NULL OR {kind} = %(kind)s)
   AND (%(q)s::text IS NULL OR starts_with(lower({slug}), lower(%(q)s)))"""
BY_SLUG = ("source.slug", "dependency.id")

DECLARED = Part(
    rows="""
SELECT 0 AS part, source.slug AS key, dependency.id::text AS id,
       organization.slug || '/' || source.slug AS source, needed.version AS version,
       needed.external_version AS external_version, dependency.kind AS kind
  FROM dependencies_dependency AS dependency
  JOIN versions_version AS needed ON needed.id = dependency.depends_on_id
  JOIN sources_source AS source ON source.id = needed.source_id
  JOIN organizations_organization AS organization ON organization.id = source.organization_id
 WHERE dependency.version_id = %(version)s"""
    + NARROWED.format(kind="dependency.kind", slug="source.slug"),
    order=BY_SLUG,
    key=("%(slug)s", ID),
)
# A release holds each slug once, and its members belong to its own organization: so of each
# nothing is looked up but its version.
MEMBERS = Part(
    rows="""
SELECT 1 AS part, span.slug AS key, '' AS id, %(organization)s::text || '/' || span.slug AS source,
       member.version AS version, member.external_version AS external_version, 'member' AS kind
  FROM versions_membership AS span
  JOIN versions_version AS member ON member.id = span.version_id
 WHERE span.releases_id = %(releases)s AND span.since <= %(ordinal)s
   AND (span.until IS NULL OR span.until > %(ordinal)s)"""
    + NARROWED.format(kind="'member'", slug="span.slug"),
    order=("span.slug",),
    key=("%(slug)s",),
)
DEPENDENTS = Part(
    rows=f"""
SELECT 0 AS part, '' AS key, dependency.version_id::text AS id,
       organization.slug || '/' || source.slug AS source, needing.version AS version,
       needing.external_version AS external_version, dependency.kind AS kind
  FROM dependencies_dependency AS dependency
  JOIN versions_version AS needing ON needing.id = dependency.version_id
  JOIN sources_source AS source ON source.id = needing.source_id
  JOIN organizations_organization AS organization ON organization.id = source.organization_id
 WHERE dependency.depends_on_id = %(version)s
   AND {SEEN.format(version="needing", source="source")}"""  # noqa: S608  our own words
    + NARROWED.format(kind="dependency.kind", slug="source.slug"),
    order=("dependency.version_id",),
    key=(ID,),
)
HOLDERS = Part(
    rows="""
SELECT 1 AS part, '' AS key, release.version_id::text AS id,
       organization.slug || '/' || source.slug AS source, holding.version AS version,
       holding.external_version AS external_version, 'member' AS kind
  FROM versions_membership AS span
  JOIN versions_release AS release
    ON release.source_id = span.releases_id AND release.ordinal >= span.since
       AND (span.until IS NULL OR release.ordinal < span.until)
  JOIN versions_version AS holding ON holding.id = release.version_id
  JOIN sources_source AS source ON source.id = span.releases_id
  JOIN organizations_organization AS organization ON organization.id = source.organization_id
 WHERE span.version_id = %(version)s"""
    + NARROWED.format(kind="'member'", slug="source.slug"),
    order=("release.version_id",),
    key=(ID,),
)

# As the API shows them: PostgreSQL writes JSON faster than values of ours are made. Slugs, numbers
# and kinds have no letter that JSON would escape.
WRITTEN = """
    '{"source":"' || source || '","version":"' || version || '","external_version":'
    || coalesce(to_json(external_version)::text, 'null') || ',"kind":"' || kind || '"}'"""
# Parts are in order each; only where there are several is there something to sort.
MERGED = """
SELECT * FROM ({parts}) AS found ORDER BY part {turn}, key {turn}, id {turn} LIMIT {limit}
"""
# The rows as one text, with the keys of the first and of the last that a page shows.
TEXT = """
SELECT count(*), string_agg({line}, %(between)s),
       (array_agg(part))[1], (array_agg(key))[1], (array_agg(id))[1],
       (array_agg(part))[least(count(*), {limit})],
       (array_agg(key))[least(count(*), {limit})],
       (array_agg(id))[least(count(*), {limit})]
  FROM ({rows}) AS page
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of two parts, one after the other."""

    keyset: Keyset
    parts: tuple[Part, ...]

    def page(self, place: Place | None, limit: int) -> str:
        """The SELECT of part, slug and id, then of what is shown, from `place` on, and one more."""
        backwards = place is not None and place.backwards
        parts = [
            part.page(backwards=backwards, narrowed=narrowed, limit=limit + 1)
            for number, part in enumerate(self.parts)
            if (narrowed := self._from(place, number))
        ]
        if len(parts) == 1:
            return parts[0]
        turn = "DESC" if backwards else "ASC"
        return MERGED.format(parts=" UNION ALL ".join(parts), turn=turn, limit=limit + 1)

    def text(self, place: Place | None, limit: int) -> str:
        """The SELECT of how many there are on that page and beyond, of their rows as JSON with
        something between them, and of the keys at the page's edges; all in the order of `page`."""
        return TEXT.format(line=WRITTEN, limit=limit, rows=self.page(place, limit))

    def count(self) -> str:
        """The SELECT of how many there are."""
        every = [part.page(backwards=False, narrowed="true", limit=None) for part in self.parts]
        return f"SELECT count(*) FROM ({' UNION ALL '.join(every)}) AS every"  # noqa: S608

    def place(self, cursor: str) -> Place | None:
        """Where a cursor of this list points. Raises `InvalidCursor`."""
        if not cursor:
            return None
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            name, backwards, part, slug, key = orjson.loads(urlsafe_b64decode(padded))
        except (ValueError, TypeError):
            raise InvalidCursor from None
        told = (name, backwards in (0, 1), part in range(len(self.parts)))
        if told != (self.keyset.name, True, True) or not self.parts[int(part)].takes(slug, key):
            raise InvalidCursor
        return Place(backwards=bool(backwards), key=(part, slug, key))

    def _from(self, place: Place | None, number: int) -> str | None:
        """Which rows of a part are beyond the place: all, some or none."""
        if place is None:
            return "true"
        if place.key[0] == number:
            return self.parts[number].beyond(backwards=place.backwards)
        return "true" if (place.key[0] < number) != place.backwards else None


KEY = ("part", "slug", "id")
NEEDED = Listing(keyset=Keyset(name="dependencies", columns=KEY), parts=(DECLARED, MEMBERS))
NEEDING = Listing(keyset=Keyset(name="dependents", columns=KEY), parts=(DEPENDENTS, HOLDERS))
