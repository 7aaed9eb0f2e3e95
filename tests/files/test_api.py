"""The files of a version over HTTP: which there are, their bytes, and who may keep them."""

from base64 import b64encode
from hashlib import sha256
from io import StringIO

import pytest
from Bio import SeqIO

from apps.core.rendering import dumps
from tests import builders
from tests.checks import refused
from tests.clients import Api
from tests.records import SEQUENCE, record
from tests.releases import ingest

ALPHA, BETA = record("P00001"), record("P00002")
VERSION = "sources/uniprot/P00001/versions/1.0.0"
DAT = f"{VERSION}/files/dat"
FOR_EVER = "public, max-age=31536000, immutable"
HEADER = ">sp|P00001|P00001_HUMAN Sample protein alpha OS=Homo sapiens OX=9606 GN=SAMP1 PE=1 SV=2"


@pytest.fixture(autouse=True)
def _uniprot(db: None) -> None:
    builders.organization("uniprot")
    ingest(ALPHA, BETA)


class TestTheList:
    def test_tells_every_format_and_what_will_be_sent(self, stranger: Api) -> None:
        answer = stranger.get(f"{VERSION}/files")
        told = [(file["format"], file["media_type"]) for file in answer.body["results"]]
        assert told == [
            ("dat", "text/plain"), ("fasta", "text/x-fasta"), ("json", "application/json"),
        ]  # fmt: skip
        for file in answer.body["results"]:
            sent = stranger.get(f"{VERSION}/files/{file['format']}")
            assert file["filename"] == f"P00001-1.0.0.{file['format']}"
            assert file["compression"] is None
            assert sent.headers["Content-Length"] == str(file["size_bytes"])
            assert sent.headers["ETag"] == f'"{file["sha256"]}"'

    def test_is_walked_like_any_list(self, stranger: Api) -> None:
        first = stranger.get(f"{VERSION}/files", limit=2, count="true").body
        last = stranger.get(first["next"].partition("testserver")[2]).body
        back = stranger.get(last["previous"].partition("testserver")[2]).body
        assert [file["format"] for file in first["results"] + last["results"]] == [
            "dat", "fasta", "json",
        ]  # fmt: skip
        assert (first["count"], first["previous"], last["next"]) == (3, None, None)
        assert back["results"] == first["results"]

    @pytest.mark.parametrize("cursor", ["x", "WyJmaWxlcyIsMCwxXQ", "WyJtZW1iZXJzIiwwLCJkYXQiXQ"])
    def test_refuses_a_cursor_of_another_list(self, stranger: Api, cursor: str) -> None:
        answer = stranger.get(f"{VERSION}/files", cursor=cursor)
        refused(answer, 400, "request.invalid_cursor")

    def test_is_empty_where_a_version_holds_none(self, stranger: Api) -> None:
        bare = builders.release("2026_02", "uniprot/P00001")
        answer = stranger.get(f"sources/uniprot/P00001/versions/{bare.version}/files")
        assert (answer.status, answer.body["results"]) == (200, [])


class TestTheBytes:
    def test_are_the_very_ones_of_the_publisher(self, stranger: Api) -> None:
        assert stranger.get(DAT).body == ALPHA
        assert stranger.get(DAT.replace("P00001", "P00002")).body == BETA

    def test_are_written_as_fasta_as_uniprot_writes_it(self, stranger: Api) -> None:
        text = stranger.get(f"{VERSION}/files/fasta").body.decode()
        (read,) = SeqIO.parse(StringIO(text), "fasta")
        assert (f">{read.description}", str(read.seq)) == (HEADER, SEQUENCE)
        assert max(map(len, text.splitlines()[1:])) == 60

    def test_are_written_as_json_as_the_protein_is_shown(self, stranger: Api) -> None:
        shown, sent = stranger.get("proteins/P00001"), stranger.get(f"{VERSION}/files/json")
        assert sent.body == shown.body
        assert sent.headers["ETag"] == f'"{sha256(dumps(shown.body)).hexdigest()}"'
        assert sent.headers["Content-Type"] == "application/json"

    def test_come_with_their_name_length_and_digest(self, stranger: Api) -> None:
        told = stranger.get(DAT).headers
        digest = sha256(ALPHA)
        assert told["Content-Type"] == "text/plain"
        assert told["Content-Disposition"] == 'attachment; filename="P00001-1.0.0.dat"'
        assert told["Content-Length"] == str(len(ALPHA))
        assert told["Content-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
        assert told["ETag"] == f'"{digest.hexdigest()}"'

    def test_are_all_described_to_who_asks_for_the_head_alone(self, stranger: Api) -> None:
        whole, head = stranger.get(DAT), stranger.send("HEAD", DAT)
        assert (head.status, head.body) == (200, b"")
        own = {"X-Request-ID"}
        assert {k: v for k, v in head.headers.items() if k not in own} == {
            k: v for k, v in whole.headers.items() if k not in own
        }

    def test_can_be_verified_by_a_page_of_any_origin(self, stranger: Api) -> None:
        told = stranger.get(DAT).headers
        assert told["Access-Control-Allow-Origin"] == "*"
        exposed = told["Access-Control-Expose-Headers"].split(", ")
        assert {"Content-Digest", "Content-Disposition", "ETag"} <= set(exposed)

    def test_of_every_version_stay(self, stranger: Api) -> None:
        changed = record("P00001", keyword="Kinase")
        ingest(changed, BETA, release="2026_02")
        assert stranger.get(DAT).body == ALPHA
        assert stranger.get(DAT.replace("1.0.0", "1.1.0")).body == changed

    def test_of_a_yanked_version_are_still_there_for_who_pinned_it(
        self, stranger: Api, api: Api
    ) -> None:
        api.post(f"{VERSION}/yank", {"reason": "corrupt"})
        assert stranger.get(DAT).body == ALPHA


class TestWhatIsKept:
    def test_an_exact_number_is_kept_for_ever(self, stranger: Api) -> None:
        told = stranger.get(DAT).headers
        assert told["Cache-Control"] == FOR_EVER
        assert "Content-Location" not in told

    @pytest.mark.parametrize("name", ["2026_01", "latest"])
    def test_another_name_is_kept_for_a_minute(self, stranger: Api, name: str) -> None:
        answer = stranger.get(DAT.replace("1.0.0", name))
        assert answer.body == ALPHA
        assert answer.headers["Cache-Control"] == "max-age=60"
        assert answer.headers["Content-Location"] == f"/api/v1/{DAT}"

    def test_a_release_in_which_it_did_not_change_names_it_too(self, stranger: Api) -> None:
        ingest(ALPHA, BETA, record("P00003"), release="2026_02")
        answer = stranger.get(DAT.replace("1.0.0", "2026_02"))
        assert (answer.status, answer.body) == (200, ALPHA)
        assert answer.headers["Content-Location"] == f"/api/v1/{DAT}"

    def test_whoever_has_credentials_keeps_nothing(self, api: Api) -> None:
        told = api.get(DAT).headers
        assert told["Cache-Control"] == "private, no-store"
        assert told["ETag"] == f'"{sha256(ALPHA).hexdigest()}"'

    @pytest.mark.parametrize("form", ["dat", "fasta", "json"])
    def test_whoever_has_it_is_told_so(self, stranger: Api, form: str) -> None:
        first = stranger.get(f"{VERSION}/files/{form}")
        again = stranger.send("GET", f"{VERSION}/files/{form}", if_none_match=first.headers["ETag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["Cache-Control"] == FOR_EVER
        assert "Content-Digest" not in again.headers


class TestRefusals:
    @pytest.mark.parametrize("form", ["pdb", "DAT", "dat.gz", "..", "%E2%82%AC"])
    def test_an_unknown_format_is_told_which_there_are(self, stranger: Api, form: str) -> None:
        answer = stranger.get(f"{VERSION}/files/{form}")
        refused(answer, 404, "file.not_found")
        assert "It has dat and fasta and json." in answer.body["detail"]
        assert "Version 1.0.0 of “uniprot/P00001”" in answer.body["detail"]

    def test_a_version_without_files_says_so(self, stranger: Api) -> None:
        bare = builders.release("2026_02", "uniprot/P00001")
        answer = stranger.get(f"sources/uniprot/P00001/versions/{bare.version}/files/dat")
        refused(answer, 404, "file.not_found")
        assert answer.body["detail"].endswith("It has none at all.")

    @pytest.mark.parametrize(
        ("address", "code"),
        [
            (DAT.replace("1.0.0", "9.9.9"), "version.not_found"),
            (DAT.replace("P00001", "P99999"), "source.not_found"),
            (DAT.replace("uniprot", "nobody"), "source.not_found"),
        ],
    )
    def test_what_is_not_there_is_named(self, stranger: Api, address: str, code: str) -> None:
        refused(stranger.get(address), 404, code)
        refused(stranger.get(address.removesuffix("/dat")), 404, code)

    def test_a_draft_has_no_files_for_a_stranger(self, stranger: Api) -> None:
        draft = builders.draft("2026_02", "uniprot/P00001")
        refused(stranger.get(DAT.replace("1.0.0", draft.version)), 404, "version.not_found")

    def test_an_ambiguous_name_gives_no_bytes(self, stranger: Api) -> None:
        ingest(record("P00001", keyword="Kinase"), source="trembl")
        answer = stranger.get(DAT.replace("1.0.0", "2026_01"))
        refused(answer, 409, "version.ambiguous")
