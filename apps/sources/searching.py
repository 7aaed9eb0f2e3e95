"""How search finds and ranks organizations and sources. Raw SQL: one statement for all ways.

Exact names come first, then names that begin with the query, then names that are one slip away,
then words of names and descriptions. Every way answers from an index of its own and looks at no
more than `MOST_SEEN` rows, so that a letter or a word that everything bears costs no more than one
that few bear; and what it saw is ranked.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from apps.core.errors import InvalidCursor
from apps.core.mentions import sought
from apps.core.pagination import Keyset, Place
from apps.core.providers import Provider
from apps.sources.dtos import Hit

BEST_FIRST = Keyset(name="search", columns=("score", "kind", "id"))
KINDS = ("organization", "source")
SCORE = re.compile(r"[01]\.[0-9]{4}")
MOST_SEEN = 1000

ORGANIZATIONS = "organizations_organization"
SOURCES = "sources_source"

# Each way: what matched, the score of a hit, the condition that an index answers, and the order in
# which that index gives its rows, which bounds the work where an order is asked for.
TEXT, PREFIX = "%(text)s::text", "%(prefix)s::text"
NEAR = "%(near)s::text[]"
NEARNESS = f"""(SELECT max(near) FROM unnest({NEAR}, %(nearness)s::numeric[]) AS meant (name, near)
                  WHERE meant.name = ANY (search_names))"""  # noqa: S608
WORDS = """(websearch_to_tsquery('english', %(sought)s::text)
            || websearch_to_tsquery('english', %(words)s::text))"""
WAYS = (
    ("slug", "1.0", f"lower(slug) = {TEXT}", ""),
    (
        "alias",
        f"CASE WHEN lower(name) = {TEXT} THEN 0.9 ELSE 0.95 END",
        f"search_names @> ARRAY[{TEXT}]",
        "",
    ),
    (
        "slug",
        f"0.8 - 0.1 * (1 - length({TEXT})::numeric / length(slug))",
        f"lower(slug) LIKE {PREFIX}",
        "ORDER BY lower(slug) USING ~<~",
    ),
    (
        "name",
        f"0.7 - 0.1 * (1 - length({TEXT})::numeric / length(name))",
        f"lower(name) LIKE {PREFIX}",
        "ORDER BY lower(name) USING ~<~",
    ),
    (
        "name",
        f"0.65 * {NEARNESS}",
        f"search_names && {NEAR}",
        "",
    ),
    (
        "words",
        f"0.3 + 0.25 * ts_rank(search_words, {WORDS})::numeric",
        f"search_words @@ {WORDS} AND querytree({WORDS}) <> 'T'",  # else it says only what is not
        "",
    ),
)
SUGGESTING = (0, 2, 3)

# What each text that was asked for may mean: names one slip away or two, and itself where known.
MEANT = """
    SELECT asked, known.name, known.apart::float8
      FROM unnest(%(asked)s::text[]) AS asked CROSS JOIN LATERAL (
           SELECT DISTINCT name, bdp_letters_apart(name, asked)
                                 - 0.5 * similarity(name, asked)::numeric AS apart
             FROM sources_known_name
            WHERE slips && bdp_slips(asked) AND levenshtein(name, asked) <= 2
            ORDER BY apart LIMIT 10
      ) AS known
"""
LONGEST_NAME = 60
MOST_WORDS = 8
WORD = re.compile(r"[^\W_]+")


Elsewhere = tuple[str, ...]


def nowhere_else() -> Elsewhere:
    """What is found in the tables of this slice alone."""
    return ()


# Further SELECTs, by a higher slice, of `id`, `matched` and `score` of sources that it finds.
elsewhere: Provider[Callable[[], Elsewhere]] = Provider(
    "where else sources are found", until_then=nowhere_else
)
# A condition on `id`, with the parameter `organism`, that the sources of an organism fulfil.
of_organism: Provider[Callable[[], str]] = Provider(
    "which sources an organism has", until_then=lambda: "false"
)


def statement(
    ways: tuple[int, ...] = tuple(range(len(WAYS))),
    *,
    organizations: bool,
    backwards: bool = False,
) -> str:
    """The SELECT of hits, best first: kind, organization, slug, name, matched, score, id.

    Backwards it begins with the one just before the place, and goes on to better ones.
    """
    beyond, turn = ("<", "DESC") if backwards else (">", "ASC")
    return f"""
        WITH {_ranked(ways, organizations=organizations)}, best AS (
            SELECT * FROM ranked
             WHERE (%(beyond)s::numeric IS NULL
                    OR (-score, kind, id)
                       {beyond} (-%(beyond)s::numeric, %(kind)s::text, %(id)s::uuid))
             ORDER BY -score {turn}, kind {turn}, id {turn}
             LIMIT %(limit)s
        )
        SELECT kind, owner.slug AS organization, best.slug, best.name, matched, score, best.id
          FROM best JOIN {ORGANIZATIONS} AS owner ON owner.id = best.organization_id
         ORDER BY -score {turn}, kind {turn}, best.id {turn}
    """  # noqa: S608  the tables and conditions are ours


def counting(*, organizations: bool) -> str:
    """The SELECT of how many hits all pages hold together."""
    ranked = _ranked(tuple(range(len(WAYS))), organizations=organizations)
    return f"WITH {ranked} SELECT count(*) FROM ranked"  # noqa: S608


def asked(text: str) -> list[str]:
    """What of a query may be misspelt: the whole, and its words."""
    words = [word for word in WORD.findall(text) if len(word) > 2][:MOST_WORDS]  # noqa: PLR2004
    return [part for part in dict.fromkeys([text, *words]) if len(part) <= LONGEST_NAME]


def meant(text: str, known: Iterable[tuple[str, str, float]]) -> dict[str, Any]:
    """What may have been meant by `text`, as the statement takes it, from the rows of `MEANT`."""
    nearest: dict[str, dict[str, float]] = {}
    for part, name, apart in known:
        nearest.setdefault(part, {})[name] = max(apart, 0.0)
    words = WORD.sub(lambda word: _corrected(word[0], nearest.get(word[0], {})), text)
    near = {**({words: 1.0} if words != text else {}), **nearest.get(text, {})}
    near.pop(text, None)
    return {
        "near": list(near),
        "nearness": [1 - apart / (len(name) + 1) for name, apart in near.items()],
        "words": sought(words),
    }


def _corrected(word: str, nearest: dict[str, float]) -> str:
    return word if word in nearest or not nearest else min(nearest, key=lambda name: nearest[name])


def key_of(hit: Hit, key: UUID) -> tuple[str, str, str]:
    """What a cursor keeps of a hit, to find its place again."""
    return f"{hit.score:.4f}", hit.kind, str(key)


def place(cursor: str) -> Place | None:
    """The hit a cursor points to, and the way from there. Raises `InvalidCursor`."""
    if not cursor:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        name, backwards, score, kind, key = orjson.loads(urlsafe_b64decode(padded))
        known = name == BEST_FIRST.name and kind in KINDS and backwards in (0, 1)
        scored, identity = SCORE.fullmatch(score), UUID(key)
    except (ValueError, TypeError, AttributeError):
        raise InvalidCursor from None
    if not (known and scored):
        raise InvalidCursor
    return Place(backwards=bool(backwards), key=(Decimal(score), kind, identity))


def beyond(place: Place | None) -> dict[str, Any]:
    """A place as the statement takes it."""
    return dict(zip(("beyond", "kind", "id"), place.key if place else [None] * 3, strict=True))


def _ranked(ways: tuple[int, ...], *, organizations: bool) -> str:
    """Each hit once, by the best of the ways that found it."""
    found = [_ways(SOURCES, ways)] + ([_ways(ORGANIZATIONS, ways)] if organizations else [])
    found += [_elsewhere(select) for select in elsewhere.ask()] if ways != SUGGESTING else []
    return f"""hits AS ({" UNION ALL ".join(found)}), ranked AS (
            SELECT DISTINCT ON (kind, id) kind, organization_id, id, slug, name, matched,
                   round(score, 4) AS score
              FROM hits
             ORDER BY kind, id, score DESC
        )"""  # noqa: S608


def _ways(table: str, ways: tuple[int, ...]) -> str:
    is_source = table == SOURCES
    kind = "source" if is_source else "organization"
    owner = "organization_id" if is_source else "id"
    narrowed = _narrowed() if is_source else ""
    return " UNION ALL ".join(
        f"""(SELECT '{kind}' AS kind, {owner} AS organization_id, id, slug, name,
                    '{matched}' AS matched, ({score})::numeric AS score
               FROM (SELECT * FROM {table} WHERE {condition}{narrowed}
                     {order} LIMIT {MOST_SEEN}) AS seen)"""  # noqa: S608
        for matched, score, condition, order in (WAYS[way] for way in ways)
    )


def _elsewhere(select: str) -> str:
    return f"""(SELECT 'source' AS kind, organization_id, id, slug, name, matched, score
                  FROM ({select} LIMIT {MOST_SEEN}) AS seen (id, matched, score)
                  JOIN {SOURCES} USING (id) WHERE true{_narrowed()})"""  # noqa: S608


def _narrowed() -> str:
    return f""" AND (%(org)s::uuid IS NULL OR organization_id = %(org)s)
            AND (%(type)s::text IS NULL OR source_type = %(type)s)
            AND (%(tags)s::text[] IS NULL OR nullif(tags, '{{}}') @> %(tags)s::varchar[])
            AND (%(organism)s::text IS NULL OR {of_organism.ask()})"""
