"""The page that finds things: by what they are called, or by walking through what there is."""

from typing import Any

from apps.organizations.queries import list_organizations
from apps.sources.dtos import Hit
from apps.sources.queries import list_sources, list_suggestions, search_registry
from bdp.pages.answers import Shown, page
from bdp.pages.asked import TYPES, Question

LINES = 25
BEGINNING = 4  # so many letters of a word are enough to tell what lies near


@page("pages/search.html")
def search(asked: Question) -> Shown:
    """What was asked for; without a question what there is, by type, tag or organization."""
    q, organism, tag = asked.text("q"), asked.text("organism") or None, asked.text("tag")
    kind, org = asked.source_type(), asked.text("org").lower() or None
    tags, window = [tag] if tag else [], asked.window(LINES)
    narrowed = any((kind, org, tags, organism))
    told = {"q": q, "type": kind, "org": org, "tag": tag, "organism": organism, "types": TYPES}
    found: dict[str, Any] = {}
    if q:
        hits = search_registry(q, type=kind, org=org, tag=tags, organism=organism, **window)
        found = {"hits": hits, "near": () if hits.results else _near(q, narrowed=narrowed)}
    elif kind or org or tags:
        found = {"sources": list_sources(type=kind, org=org, tag=tags, **window)}
    else:
        found = {"organizations": list_organizations(**window)}
    return Shown(content={**told, **found, "narrowed": narrowed})


def _near(q: str, *, narrowed: bool) -> tuple[Hit, ...]:
    """What comes closest: the same without filters, else what begins like the longest word."""
    found = search_registry(q, limit=5).results if narrowed else ()
    longest = max(q.split(), key=len)
    return found or list_suggestions(longest[:BEGINNING], limit=5).results
