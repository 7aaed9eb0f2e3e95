"""Proteins over HTTP: what today's releases hold, by accession, gene and name."""

from typing import Any

import pytest

from tests import builders
from tests.checks import fields, refused, shown, turned
from tests.clients import Api
from tests.records import SEQUENCE, record
from tests.releases import ingest

INSULIN = record("P01308", name="Insulin", gene="INS", sequence=SEQUENCE[:40])
RECEPTOR = record("P06213", name="Insulin receptor", gene="INSR", secondary=("Q17RW0",))
LYSOZYME = record("P61626", name="Lysozyme C", gene="LYZ").replace(b"9606", b"10090")
DRAFTED = record("P99999", name="Putative kinase", gene="KIN").replace(
    b"Reviewed;  ", b"Unreviewed;"
)


@pytest.fixture
def proteins() -> None:
    """A release of four."""
    ingest(INSULIN, RECEPTOR, LYSOZYME, DRAFTED)


def found(api: Api, **asked: str) -> list[str]:
    answer = api.get("proteins", **asked)
    assert answer.status == 200, answer.body
    return [row["accession"] for row in answer.body["results"]]


@pytest.mark.usefixtures("proteins")
class TestTheList:
    def test_shows_each_by_its_newest_record(self, stranger: Api) -> None:
        ingest(INSULIN.replace(b"Signal", b"Hormone"), release="2026_02")
        assert stranger.get("proteins").body["results"] == [
            {
                "accession": "P01308", "entry_name": "P01308_HUMAN", "reviewed": True,
                "name": "Insulin", "genes": ["INS"], "organism": "Homo sapiens (Human)",
                "taxid": 9606, "length": 40, "version": "1.1.0",
            }
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("asked", "wanted"),
        [
            ({}, ["P01308", "P06213", "P61626", "P99999"]),
            ({"gene": "ins"}, ["P01308"]),
            ({"taxid": "10090"}, ["P61626"]),
            ({"min_length": "41"}, ["P06213", "P61626", "P99999"]),
            ({"min_length": "40", "max_length": "40"}, ["P01308"]),
            ({"reviewed": "false"}, ["P99999"]),
            ({"reviewed": "true", "taxid": "9606"}, ["P01308", "P06213"]),
            ({"q": "p0"}, ["P01308", "P06213"]),
            ({"q": "p61626_human"}, ["P61626"]),
            ({"q": "LYZ"}, ["P61626"]),
            ({"q": "insulins"}, ["P01308", "P06213"]),
            ({"q": "insulin -receptor"}, ["P01308"]),
            ({"q": "insulin", "min_length": "50"}, ["P06213"]),
            ({"q": "nothing"}, []),
            ({"q": "_"}, []),
            ({"q": "%"}, []),
        ],
    )
    def test_is_narrowed_by_each_filter(
        self, stranger: Api, asked: dict[str, str], wanted: list[str]
    ) -> None:
        assert found(stranger, **asked) == wanted

    def test_finds_words_that_many_names_have(
        self, stranger: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("apps.biology.queries.FEW_NAMES", 1)
        assert found(stranger, q="insulin") == ["P01308", "P06213"]
        assert found(stranger, q="insulin", limit="1") == ["P01308"]
        assert stranger.get("proteins", q="insulin", count="true").body["count"] == 2

    def test_meets_once_what_several_ways_lead_to(self, stranger: Api) -> None:
        ingest(record("P00001", name="Lyz of the mouse", gene="LYZ"), release="2026_02")
        answer = stranger.get("proteins", q="lyz", count="true")
        assert (answer.body["count"], len(answer.body["results"])) == (1, 1)

    def test_comes_page_by_page_both_ways_and_counted(self, stranger: Api) -> None:
        pages = turned(stranger, "/api/v1/proteins?limit=3&count=true&q=p")
        assert shown(pages, "accession") == [["P01308", "P06213", "P61626"], ["P99999"]]
        assert {page["count"] for page in pages} == {4}
        back = turned(stranger, pages[-1]["previous"], "previous")
        assert shown(back, "accession") == [["P01308", "P06213", "P61626"]]

    def test_is_of_the_organization_asked_for(self, stranger: Api) -> None:
        builders.organization("pdb")
        assert found(stranger, org="pdb") == []
        refused(stranger.get("proteins", org="nobody"), 404, "organization.not_found")

    @pytest.mark.parametrize(
        ("asked", "named"),
        [
            ({"taxid": "human"}, "taxid"), ({"taxid": "0"}, "taxid"), ({"q": " "}, "q"),
            ({"reviewed": "yes"}, "reviewed"), ({"min_length": "-1"}, "min_length"),
            ({"max_length": "1e3"}, "max_length"),
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_such_thing(
        self, stranger: Api, asked: dict[str, str], named: str
    ) -> None:
        answer = stranger.get("proteins", **asked)
        refused(answer, 400, "request.invalid")
        assert fields(answer) == [named]

    def test_does_not_show_what_no_release_holds_any_more(self, stranger: Api) -> None:
        ingest(INSULIN, release="2026_02")
        assert found(stranger) == ["P01308"]


class TestOne:
    @pytest.mark.parametrize("spelled", ["P01308", "p01308"])
    def test_is_the_record_of_its_newest_version(self, stranger: Api, spelled: str) -> None:
        ingest(INSULIN)
        ingest(INSULIN.replace(b"Signal", b"Hormone"), release="2026_02")
        body = stranger.get(f"proteins/{spelled}").body
        assert (body["accession"], body["keywords"]) == ("P01308", ["Hormone"])
        assert body["names"]["recommended"] == "Insulin"
        assert body["genes"] == [{"name": "INS", "synonyms": [], "ordered_locus": [], "orf": []}]
        assert (body["sequence"], body["length"]) == (SEQUENCE[:40], 40)

    @pytest.mark.parametrize("spelled", ["Q17RW0", "q17rw0"])
    def test_is_found_by_an_accession_that_it_took_over(self, stranger: Api, spelled: str) -> None:
        ingest(RECEPTOR)
        assert stranger.get(f"proteins/{spelled}").body["accession"] == "P06213"

    def test_goes_before_those_that_claim_its_accession(self, stranger: Api) -> None:
        ingest(INSULIN, record("P00002", secondary=("P01308",)))
        assert stranger.get("proteins/P01308").body["accession"] == "P01308"

    def test_is_a_list_if_several_took_the_accession_over(self, stranger: Api) -> None:
        ingest(*(record(name, secondary=("Q00001",)) for name in ("P00003", "P00002")))
        body = stranger.get("proteins/q00001").body
        assert [row["accession"] for row in body["results"]] == ["P00002", "P00003"]
        assert (body["next"], body["previous"]) == (None, None)

    def test_answers_though_no_release_holds_it_any_more(self, stranger: Api) -> None:
        ingest(INSULIN, RECEPTOR)
        ingest(INSULIN, release="2026_02")
        assert stranger.get("sources/uniprot/P06213").body["archived_at"] is not None
        assert stranger.get("proteins/p06213").body["accession"] == "P06213"

    def test_leads_to_its_heir_once_it_went(self, stranger: Api) -> None:
        ingest(INSULIN, RECEPTOR)
        ingest(record("P01308", secondary=("P06213",)), release="2026_02")
        assert stranger.get("proteins/P06213").body["accession"] == "P01308"

    @pytest.mark.parametrize("accession", ["P00009", "swissprot", "sprot", "%", "nothing-here"])
    def test_that_is_no_protein_is_not_there(self, stranger: Api, accession: str) -> None:
        builders.source("sprot")
        builders.release("2026_01")
        ingest(INSULIN)
        refused(stranger.get(f"proteins/{accession}"), 404, "source.not_found")

    def test_is_of_the_organization_asked_for(self, stranger: Api) -> None:
        builders.organization("pdb")
        ingest(INSULIN)
        refused(stranger.get("proteins/P01308", org="pdb"), 404, "source.not_found")

    def test_tells_its_own_address_if_it_was_asked_for_by_another(self, stranger: Api) -> None:
        ingest(RECEPTOR)
        own = stranger.get("proteins/P06213")
        other = stranger.get("proteins/q17rw0", org="uniprot")
        assert "Content-Location" not in own.headers
        assert own.headers["Cache-Control"] == "max-age=60, stale-while-revalidate=600"
        assert other.headers["Content-Location"] == "/api/v1/proteins/P06213?org=uniprot"
        assert other.headers["Cache-Control"] == "max-age=60"
        again: Any = stranger.send("GET", "proteins/P06213", if_none_match=own.headers["ETag"])
        assert again.status == 304
