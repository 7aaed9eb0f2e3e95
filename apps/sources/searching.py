"""How search finds and ranks organizations and sources. Raw SQL: one statement for all ways.

Exact names come first, then names that begin with the query, then misspelt names, then words of
names and descriptions. A misspelt name is one near enough by trigrams, ranked by how few letters
differ (https://www.postgresql.org/docs/current/pgtrgm.html, …/fuzzystrmatch.html).
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from apps.core.errors import InvalidCursor
from apps.sources.dtos import Hit

LIST = "search"
KINDS = ("organization", "source")
MOST_HITS = 1000
LONGEST_QUERY = 200

ORGANIZATIONS = "organizations_organization"
SOURCES = "sources_source"

# Each way: what matched, the score of a hit, and the condition that an index answers.
TEXT, PREFIX = "%(text)s::text", "%(prefix)s::text"
WORDS = f"websearch_to_tsquery('english', {TEXT})"
NEARNESS = f"bdp_nearness(search_names, {TEXT})"
WAYS = (
    ("slug", "1.0", f"lower(slug) = {TEXT}"),
    (
        "alias",
        f"CASE WHEN lower(name) = {TEXT} THEN 0.9 ELSE 0.95 END",
        f"search_names @> ARRAY[{TEXT}]",
    ),
    (
        "slug",
        f"0.8 - 0.1 * (1 - length({TEXT})::numeric / length(slug))",
        f"lower(slug) LIKE {PREFIX}",
    ),
    (
        "name",
        f"0.7 - 0.1 * (1 - length({TEXT})::numeric / length(name))",
        f"lower(name) LIKE {PREFIX}",
    ),
    (
        "name",
        f"0.65 * {NEARNESS}",
        f"{TEXT} <%% search_spelling AND {NEARNESS} >= 0.5",
    ),
    (
        "words",
        f"0.3 + 0.25 * ts_rank(search_words, {WORDS})::numeric",
        f"search_words @@ {WORDS}",
    ),
)
SUGGESTING = (0, 2, 3)


def statement(ways: tuple[int, ...] = tuple(range(len(WAYS))), *, organizations: bool) -> str:
    """The SELECT of hits, best first: kind, organization, slug, name, matched, score, id."""
    found = [_ways(SOURCES, ways)] + ([_ways(ORGANIZATIONS, ways)] if organizations else [])
    return f"""
        WITH hits AS ({" UNION ALL ".join(found)}), best AS (
            SELECT DISTINCT ON (kind, id) kind, organization_id, id, slug, name, matched,
                   round(score, 4) AS score
              FROM hits
             ORDER BY kind, id, score DESC
        )
        SELECT kind, owner.slug AS organization, best.slug, best.name, matched, score, best.id
          FROM best JOIN {ORGANIZATIONS} AS owner ON owner.id = best.organization_id
         WHERE (%(beyond)s::numeric IS NULL
                OR (-score, kind, best.id) > (-%(beyond)s::numeric, %(kind)s::text, %(id)s::uuid))
         ORDER BY -score, kind, best.id
         LIMIT %(limit)s
    """  # noqa: S608  the tables and conditions are ours


def parameters(query: str) -> dict[str, Any]:
    """`query` as the statement takes it: in lower case, and as a prefix with nothing special."""
    text = " ".join(query.lower().split())[:LONGEST_QUERY]
    literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {"text": text, "prefix": f"{literal}%"}


def place_after(hit: Hit, key: UUID) -> str:
    """Where the page after `hit` begins."""
    place = orjson.dumps([LIST, f"{hit.score:.4f}", hit.kind, str(key)])
    return urlsafe_b64encode(place).rstrip(b"=").decode()


def beyond(cursor: str) -> dict[str, Any]:
    """The place a cursor points to, as the statement takes it. Raises `InvalidCursor`."""
    if not cursor:
        return {"beyond": None, "kind": None, "id": None}
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        name, score, kind, key = orjson.loads(urlsafe_b64decode(padded))
        beyond, identity = Decimal(score), UUID(key)
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        raise InvalidCursor from None
    if name != LIST or kind not in KINDS or not 0 <= beyond <= 1:
        raise InvalidCursor
    return {"beyond": beyond, "kind": kind, "id": identity}


def _ways(table: str, ways: tuple[int, ...]) -> str:
    is_source = table == SOURCES
    kind = "source" if is_source else "organization"
    owner = "organization_id" if is_source else "id"
    narrowed = (
        """ AND (%(org)s::uuid IS NULL OR organization_id = %(org)s)
            AND (%(type)s::text IS NULL OR source_type = %(type)s)
            AND (%(tags)s::text[] IS NULL OR tags @> %(tags)s::varchar[])"""
        if is_source
        else ""
    )
    return " UNION ALL ".join(
        f"""(SELECT '{kind}' AS kind, {owner} AS organization_id, id, slug, name,
                    '{matched}' AS matched, ({score})::numeric AS score
               FROM {table} WHERE {condition}{narrowed}
              ORDER BY score DESC LIMIT {MOST_HITS})"""  # noqa: S608
        for matched, score, condition in (WAYS[way] for way in ways)
    )
