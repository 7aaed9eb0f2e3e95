"""Citations and exports over HTTP: media types, caching, who may, what is refused."""

from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from curies import Converter

from tests import builders
from tests.checks import fields, refused
from tests.clients import Api
from tests.conftest import leaves_no_trace
from tests.records import record
from tests.releases import ingest

VERSION = "sources/uniprot/sprot/versions"
KINDS = {
    "bibtex": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "text": "text/plain; charset=utf-8",
}
EXPORTS = ("locks/citation", "locks/ro-crate", "locks/pooch")


@pytest.fixture(autouse=True)
def _registry(db: None) -> None:
    builders.organization("uniprot")
    builders.source("sprot", license="CC-BY-4.0")
    builders.release("2024_01", on="2024-01-24")
    ingest(record("P00001"), record("P00002"))


def lock(*addresses: str) -> dict[str, Any]:
    """A lock that pins these."""
    return {"lockfile_version": 1, "sources": {each: {"resolved": each} for each in addresses}}


class TestOfAVersion:
    @pytest.mark.parametrize("style", KINDS)
    def test_it_comes_in_every_style_under_its_own_media_type(
        self, stranger: Api, style: str
    ) -> None:
        answer = stranger.get(f"{VERSION}/1.0.0/citation", style=style)
        assert (answer.status, answer.headers["Content-Type"]) == (200, KINDS[style])
        assert "2024_01 (1.0.0)" in str(answer.body).replace("\\", "")
        assert "http://testserver/uniprot/sprot/1.0.0" in str(answer.body)

    def test_the_same_question_has_the_same_answer_and_is_not_sent_twice(
        self, stranger: Api
    ) -> None:
        address = f"/api/v1/{VERSION}/1.0.0/citation?style=bibtex"
        first, second = (stranger.send("GET", address) for _ in range(2))
        assert first.body == second.body
        again = stranger.send("GET", address, if_none_match=first.headers["ETag"])
        assert (again.status, again.body) == (304, b"")

    def test_by_another_name_it_says_where_it_stands(self, stranger: Api) -> None:
        answer = stranger.get(f"{VERSION}/latest/citation", style="ris")
        assert answer.headers["Content-Location"] == f"/api/v1/{VERSION}/1.0.0/citation?style=ris"
        own = stranger.send("GET", answer.headers["Content-Location"])
        assert own.body == answer.body
        assert "Content-Location" not in own.headers

    def test_it_changes_with_the_state_of_its_version(self, stranger: Api) -> None:
        made = builders.release("2024_02", on="2024-03-27")
        builders.stand(made, "deprecated")
        told = stranger.get(f"{VERSION}/2024_02/citation").body.decode()
        assert "This version is deprecated." in told

    def test_a_protein_is_cited_by_its_release(self, stranger: Api) -> None:
        told = stranger.get("sources/uniprot/P00001/versions/2026_01/citation").body.decode()
        assert "Sample protein alpha (P00001, P00001_HUMAN). Version 2026_01 (1.0.0)" in told

    def test_a_protein_is_called_as_it_was_in_its_version(self, stranger: Api) -> None:
        renamed = record("P00001", name="Another name")
        ingest(renamed, record("P00002"), release="2026_02")
        path = "sources/uniprot/P00001/versions"
        titles = {
            name: stranger.get(f"{path}/{name}/citation", style="csl-json").body[0]["title"]
            for name in ("2026_01", "2026_02")
        }
        assert titles == {
            "2026_01": "Sample protein alpha (P00001, P00001_HUMAN)",
            "2026_02": "Another name (P00001, P00001_HUMAN)",
        }

    def test_the_proteins_of_a_lock_are_called_so_by_as_few_statements_as_one(
        self, stranger: Api, django_assert_max_num_queries: Any
    ) -> None:
        kept = [record(f"P0000{n}", name=f"Name {n}") for n in range(1, 6)]
        ingest(*kept, release="2026_02")
        ingest(*(text.replace(b"Name 1", b"Other") for text in kept), release="2026_03")
        pins = [f"uniprot:P0000{n}@{number}" for n in range(1, 6) for number in ("1.0.0",)]
        pins += ["uniprot:P00001@1.1.0", "uniprot:P00001@1.2.0", "uniprot:P00002@1.1.0"]
        with django_assert_max_num_queries(5):
            cited = stranger.post("locks/citation?style=csl-json", lock(*pins)).body
        assert {each["id"]: each["title"].partition(" (")[0] for each in cited} == {
            "uniprot:P00001:1.0.0": "Sample protein alpha",
            "uniprot:P00001:1.1.0": "Name 1",
            "uniprot:P00001:1.2.0": "Other",
            "uniprot:P00002:1.0.0": "Sample protein alpha",
            "uniprot:P00002:1.1.0": "Name 2",
            **{f"uniprot:P0000{n}:1.0.0": f"Name {n}" for n in (3, 4, 5)},
        }

    def test_the_public_address_goes_before_that_of_the_request(
        self, stranger: Api, settings: Any
    ) -> None:
        settings.PUBLIC_URL = "https://data.example"
        told = stranger.get(f"{VERSION}/1.0.0/citation").body.decode()
        assert "https://data.example/uniprot/sprot/1.0.0" in told

    def test_a_draft_cannot_be_cited(self, api: Api, stranger: Api) -> None:
        builders.draft("2024_03")
        builders.member("curie", "member")
        refused(stranger.get(f"{VERSION}/2024_03/citation"), 404, "version.not_found")
        refused(api.get(f"{VERSION}/2024_03/citation"), 409, "version.not_published")

    @pytest.mark.parametrize("asked", [{"style": "apa"}, {"accessed": "yesterday"}])
    def test_what_nobody_knows_is_refused(self, stranger: Api, asked: dict[str, str]) -> None:
        answer = stranger.get(f"{VERSION}/1.0.0/citation", **asked)
        refused(answer, 400, "request.invalid")
        assert fields(answer) == list(asked)


class TestOfALock:
    def test_every_pin_is_cited_once(self, stranger: Api) -> None:
        told = lock("uniprot:P00001@1.0.0", "uniprot:sprot@1.0.0")
        told["dependencies"] = {"again": {"resolved": "uniprot:P00001@1.0.0"}}
        answer = stranger.post("locks/citation?style=bibtex", told)
        keys = [entry.key for entry in parse_string(answer.body.decode()).entries]
        assert keys == ["uniprot:P00001:1.0.0", "uniprot:sprot:1.0.0"]

    @pytest.mark.parametrize("path", EXPORTS)
    def test_a_stranger_may_ask_and_nothing_is_written(self, stranger: Api, path: str) -> None:
        file = {"format": "dat", "checksum": f"sha256-{'0f' * 32}"}
        pins = {"uniprot:sprot-dat": {"resolved": "uniprot:sprot@1.0.0", **file}}
        with leaves_no_trace():
            answer = stranger.post(path, {"lockfile_version": 1, "sources": pins})
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")

    @pytest.mark.parametrize("path", EXPORTS)
    def test_every_version_that_is_unknown_is_named(self, stranger: Api, path: str) -> None:
        builders.draft("2024_03")
        unknown = ["nobody:x@1.0.0", "uniprot:sprot@1.1.0", "uniprot:sprot@9.9.9"]
        answer = stranger.post(path, lock("uniprot:sprot@1.0.0", *unknown))
        refused(answer, 404, "version.not_found")
        assert fields(answer) == unknown

    @pytest.mark.parametrize("path", EXPORTS)
    def test_a_lock_that_somebody_edited_is_refused(self, stranger: Api, path: str) -> None:
        made = stranger.post("resolve", {"sources": ["uniprot:sprot@1", "uniprot:P00001"]}).body
        assert stranger.post(path, made).status == 200
        made["sources"]["uniprot:P00001"]["files"]["dat"]["size"] += 1
        answer = stranger.post(path, made)
        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["checksum"]
        assert "somebody has edited" in answer.body["detail"]

    @pytest.mark.parametrize("path", EXPORTS)
    def test_what_is_no_pin_is_named(self, stranger: Api, path: str) -> None:
        answer = stranger.post(path, {"lockfile_version": 1, "tools": {"blast@1": {}}})
        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["tools.blast@1"]

    @pytest.mark.parametrize("style", [*KINDS, "availability"])
    def test_a_lock_of_nothing_is_cited_as_nothing(self, stranger: Api, style: str) -> None:
        answer = stranger.post(f"locks/citation?style={style}", lock())
        assert answer.status == 200
        assert answer.headers["Content-Type"] == KINDS.get(style, KINDS["text"])

    def test_another_lock_file_is_refused(self, stranger: Api) -> None:
        answer = stranger.post("locks/pooch", {"lockfile_version": 2})
        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["lockfile_version"]
        assert "Only lock files of version 1 are read here." in answer.body["detail"]

    def test_a_lock_of_many_mebibytes_is_read(self, stranger: Api) -> None:
        told = lock("uniprot:sprot@1.0.0")
        told["tools"] = {
            f"uniprot:sprot@1.0.{n}": {"resolved": "uniprot:sprot@1.0.0", "note": "x" * 1000}
            for n in range(5000)
        }
        assert stranger.post("locks/citation", told).status == 200


def test_the_prefix_map_is_loaded_by_the_library_it_is_for(stranger: Api) -> None:
    known = Converter.from_extended_prefix_map(stranger.get("prefixes").body)
    assert known.expand("uniprot:P00001") == "http://testserver/uniprot/P00001"
