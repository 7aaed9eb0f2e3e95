"""Search, by what its users want to find in the real catalogue."""

from collections.abc import Iterator

import pytest

from apps.core.actor import Actor
from apps.core.errors import InvalidCursor
from apps.ingestion.catalogue import read_sample
from apps.ingestion.commands import import_catalogue
from apps.organizations import commands as organizations
from apps.sources import commands, queries
from apps.sources.dtos import Hit
from tests.checks import forged
from tests.clients import Api
from tests.sources.wanted import PICKED, PICKED_MISSPELT, first, missed, questions

CATALOGUE = read_sample()
ASKED = questions(CATALOGUE)


@pytest.fixture(scope="module", autouse=True)
def catalogue(django_db_setup: str, django_db_blocker: object) -> Iterator[None]:
    """The real catalogue, for all tests of this module; its database is thrown away after."""
    from tests import databases

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        import_catalogue(actor=Actor.system("test"), catalogue=CATALOGUE)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.clone(django_db_setup)


@pytest.fixture(autouse=True)
def in_a_transaction(db: None) -> None:
    """What a test adds goes with it."""


def test_a_name_finds_what_bears_it_first() -> None:
    exact = [question for question in ASKED if "misspelt" not in question.kind]

    assert len(exact) > 150
    assert missed(exact, first) == []


def test_most_misspelt_names_find_what_was_meant_first() -> None:
    slipped = [question for question in ASKED if "misspelt" in question.kind]
    wrong = missed(slipped, first)

    assert len(slipped) > 150
    assert len(wrong) <= 0.05 * len(slipped), wrong


@pytest.mark.parametrize(("query", "wanted"), {**PICKED, **PICKED_MISSPELT}.items())
def test_what_everybody_looks_for_comes_first(query: str, wanted: str) -> None:
    assert first(query) == wanted


@pytest.mark.parametrize(
    "slipped", ["annals plough", "plugh observatroy", "Xyzzy Obsevatory", "anals of xyzzy"]
)
def test_a_slip_in_one_word_is_forgiven_among_right_ones(operator: Actor, slipped: str) -> None:
    name = "The annals of the Plugh Observatory of Xyzzy, with appendices and a glossary"
    organizations.create_organization(actor=operator, slug="ephemerides", name=name)

    assert first(slipped) == "ephemerides"


def test_a_name_that_was_taken_away_leads_nowhere(operator: Actor) -> None:
    organizations.create_organization(actor=operator, slug="one-lab", name="Grumblezorp")
    assert first("grumblezopr") == "one-lab"

    organizations.update_organization(actor=operator, organization="one-lab", name="Plain")

    assert queries.search_registry("grumblezopr").results == ()


def test_a_beginning_finds_what_begins_so() -> None:
    slugs = [hit.slug for hit in queries.search_registry("wikip", limit=10).results]

    assert "wikipathways" in slugs


def test_a_hit_says_what_matched_and_how_well() -> None:
    hit = next(h for h in queries.search_registry("swissprot").results if h.kind == "source")

    assert hit == Hit(
        kind="source", organization="uniprot", slug="uniprot", name="UniProt Protein",
        matched="alias", score=0.95,
    )  # fmt: skip


def test_a_write_is_found_at_once_by_every_way(operator: Actor) -> None:
    organizations.create_organization(actor=operator, slug="xyzzy-lab", name="Plugh")
    commands.create_source(
        actor=operator, organization="xyzzy-lab", slug="Q0", name="Frobnicase",
        source_type="protein", aliases=["frob1"], description="dephlogisticated enzymes",
    )  # fmt: skip

    for query in ("frobnicase", "FROB1", "frobnicasse", "dephlogisticated", "q0"):
        assert "Q0" in [hit.slug for hit in queries.search_registry(query).results], query
    commands.update_source(actor=operator, organization="xyzzy-lab", source="q0", name="Renamed")
    assert queries.search_registry("frobnicase").results == ()


def test_filters_leave_sources_alone() -> None:
    hits = queries.search_registry("uniprot", org="uniprot").results

    assert {(hit.kind, hit.organization) for hit in hits} == {("source", "uniprot")}
    assert queries.search_registry("uniprot", type="genome").results == ()


def test_pages_give_every_hit_once() -> None:
    everything = queries.search_registry("protein", limit=1000).results
    assert len(everything) > 100

    walked: list[Hit] = []
    page = queries.search_registry("protein", limit=37)
    while True:
        walked += page.results
        if page.next is None:
            break
        page = queries.search_registry("protein", limit=37, cursor=page.next)

    assert tuple(walked) == everything


@pytest.mark.parametrize("query", ["%", "_", "\\", "'; drop table", "(((", "a" * 5000, "&|!", "*"])
def test_odd_queries_are_only_queries(query: str) -> None:
    assert isinstance(queries.search_registry(query).results, tuple)
    assert isinstance(queries.list_suggestions(query).results, tuple)


def test_the_way_back_is_the_way_there() -> None:
    pages = [queries.search_registry("protein", limit=37)]
    while pages[-1].next:
        pages.append(queries.search_registry("protein", limit=37, cursor=pages[-1].next))
    back = [pages[-1]]
    while back[-1].previous:
        back.append(queries.search_registry("protein", limit=37, cursor=back[-1].previous))

    assert [page.results for page in reversed(back)] == [page.results for page in pages]
    assert pages[0].previous is None


@pytest.mark.parametrize("score", ["NaN", "Infinity", "1E-999999999", "-0.5", "0.5", "x", 1, None])
def test_a_place_of_no_score_is_refused(score: object) -> None:
    place = forged("search", 0, score, "source", "00000000-0000-7000-8000-000000000001")

    with pytest.raises(InvalidCursor):
        queries.search_registry("uniprot", cursor=place)


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJvcmdhbml6YXRpb25zIiwwLCJ1bmlwcm90Il0", "é"])
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        queries.search_registry("uniprot", cursor=cursor)


def test_suggestions_begin_with_what_was_typed() -> None:
    found = queries.list_suggestions("reac").results

    assert found
    assert all("reac" in f"{hit.slug} {hit.name}".lower() for hit in found)


class TestOverHttp:
    def test_hits_and_suggestions(self, stranger: Api) -> None:
        hits = stranger.get("search", q="chebi", limit=2)
        assert hits.body["results"][0]["slug"] == "chebi"
        assert hits.body["next"].startswith("http://testserver/api/v1/search?")
        suggestions = stranger.get("search/suggestions", q="cheb")
        assert suggestions.body["results"][0]["slug"].startswith("cheb")

    @pytest.mark.parametrize(
        "asked", [{}, {"q": ""}, {"q": "x" * 5001}, {"q": "x", "type": "planet"}, {"query": "x"}]
    )
    def test_what_is_no_question_is_refused(self, stranger: Api, asked: dict[str, str]) -> None:
        assert stranger.get("search", **asked).status == 400


@pytest.mark.parametrize("narrowed", [{}, {"type": "database"}])
def test_what_is_found_is_counted_on_every_page(stranger: Api, narrowed: dict[str, str]) -> None:
    everything = stranger.get("search", q="disease", limit=1000, **narrowed).body
    page = stranger.get("search", q="disease", limit=2, count="true", **narrowed)
    following = stranger.get(page.body["next"].removeprefix("http://testserver"))

    assert "count" not in everything
    assert page.body["count"] == len(everything["results"]) > 2
    assert following.body["count"] == page.body["count"]
