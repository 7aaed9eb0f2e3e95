"""Search finds the proteins of releases by whatever they are called."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.sources import queries
from tests import builders
from tests.clients import Api
from tests.records import SEQUENCE, record
from tests.releases import ingest

INSULIN = record("P01308", name="Insulin", gene="INS", secondary=("Q5EEX2",))
OF_MICE = record("P01325", name="Insulin", gene="Ins1").replace(
    b"Homo sapiens (Human)", b"Mus musculus (Mouse)"
).replace(b"9606", b"10090")  # fmt: skip
RECEPTOR = record("P06213", name="Insulin receptor", gene="INSR")
DYNEIN = record("Q14204", name="Cytoplasmic dynein 1 heavy chain 1", gene="DYNC1H1")


@pytest.fixture(autouse=True)
def proteins(uniprot: str) -> None:
    """A release of four."""
    ingest(INSULIN, OF_MICE, RECEPTOR, DYNEIN)


def found(api: Api, q: str, **asked: str) -> list[tuple[str, str]]:
    answer = api.get("search", q=q, **asked)
    assert answer.status == 200, answer.body
    return [(hit["slug"], hit["matched"]) for hit in answer.body["results"]]


class TestAProteinIsFound:
    @pytest.mark.parametrize(
        ("q", "slug", "matched"),
        [
            ("P01308", "P01308", "slug"),
            ("p01308", "P01308", "slug"),
            ("Q5EEX2", "P01308", "alias"),
            ("INSR", "P06213", "gene"),
            ("insr", "P06213", "gene"),
            ("ins1", "P01325", "gene"),
            ("P06213_HUMAN", "P06213", "alias"),
            ("q14204_human", "Q14204", "alias"),
            ("insulin receptor", "P06213", "name"),
            ("Insulin Receptor", "P06213", "name"),
            ("insulin recepter", "P06213", "name"),
            ("insuln receptor", "P06213", "name"),
            ("P0621", "P06213", "slug"),
            ("receptors", "P06213", "words"),
            ("dynein chains", "Q14204", "words"),
            ("cytoplasmic dyneyn", "Q14204", "words"),
        ],
    )
    def test_first_by_what_it_is_called(
        self, stranger: Api, q: str, slug: str, matched: str
    ) -> None:
        assert found(stranger, q)[0] == (slug, matched)

    def test_by_its_accession_before_those_that_are_named_so(self, stranger: Api) -> None:
        ingest(INSULIN, record("P00002", gene="P01308", name="P01308"), release="2026_02")
        assert found(stranger, "p01308")[0] == ("P01308", "slug")

    def test_with_all_that_share_its_name(self, stranger: Api) -> None:
        hits = found(stranger, "insulin")
        assert sorted(hits[:2]) == [("P01308", "name"), ("P01325", "name")]
        assert hits[2] == ("P06213", "name")

    def test_as_soon_as_its_release_is_in_and_by_its_new_name_only(self, stranger: Api) -> None:
        ingest(record("P01308", name="Frobnicase", gene="FRO"), RECEPTOR, release="2026_02")
        assert found(stranger, "frobnicase") == [("P01308", "name")]
        assert found(stranger, "frobnicaze") == [("P01308", "name")]
        for old in ("INS", "insulin", "insuline"):
            assert "P01308" not in [slug for slug, _ in found(stranger, old)], old

    def test_by_its_accession_though_no_release_holds_it_any_more(self, stranger: Api) -> None:
        ingest(RECEPTOR, release="2026_02")
        assert found(stranger, "Q14204") == [("Q14204", "slug")]
        assert found(stranger, "DYNC1H1") == []

    def test_once_though_every_way_leads_to_it(self, stranger: Api) -> None:
        ingest(record("P00007", name="Kinase", gene="kinase"), release="2026_02")
        assert [slug for slug, _ in found(stranger, "kinase")] == ["P00007"]

    def test_page_by_page(self, stranger: Api) -> None:
        everything = found(stranger, "insulin")
        first = stranger.get("search", q="insulin", limit="2").body
        rest = stranger.get(first["next"].split("/api/v1/")[1]).body
        slugs = [hit["slug"] for page in (first, rest) for hit in page["results"]]
        assert slugs == [slug for slug, _ in everything]


class TestFilters:
    @pytest.mark.parametrize(
        ("asked", "slugs"),
        [
            ({"organism": "9606"}, {"P01308", "P06213"}),
            ({"organism": "10090"}, {"P01325"}),
            ({"organism": "mus musculus"}, {"P01325"}),
            ({"organism": "Homo"}, {"P01308", "P06213"}),
            ({"organism": "7227"}, set()),
            ({"org": "uniprot", "type": "protein"}, {"P01308", "P01325", "P06213"}),
            ({"type": "genome"}, set()),
            ({"tag": "hormone"}, {"P01308"}),
            ({"tag": "hormone", "organism": "10090"}, set()),
        ],
    )
    def test_leave_the_proteins_that_fulfil_them(
        self, stranger: Api, api: Api, asked: dict[str, str], slugs: set[str]
    ) -> None:
        assert api.patch("sources/uniprot/P01308", {"tags": ["hormone"]}).status == 200
        assert {slug for slug, _ in found(stranger, "insulin", **asked)} == slugs

    def test_of_another_organization_find_nothing(self, stranger: Api) -> None:
        builders.organization("pdb")
        assert found(stranger, "insulin", org="pdb") == []


class TestSuggestions:
    def test_are_what_begins_so(self, stranger: Api) -> None:
        hits = stranger.get("search/suggestions", q="insul").body["results"]
        assert {hit["slug"] for hit in hits} == {"P01308", "P01325", "P06213"}
        hits = stranger.get("search/suggestions", q="p0621").body["results"]
        assert [hit["slug"] for hit in hits] == ["P06213"]

    def test_cost_one_statement_however_many_proteins_there_are(self) -> None:
        few = statements("ins")
        more = [record(f"P{n:05}", sequence=SEQUENCE[: 20 + n], gene="INS") for n in range(30)]
        ingest(*more, release="2026_02")
        assert (few, statements("ins")) == (1, 1)


def statements(q: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert queries.list_suggestions(q, limit=20).results
    return sum("WITH hits" in query["sql"] for query in captured)
