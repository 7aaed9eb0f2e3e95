"""Whether a lock still holds, over HTTP and for operators, down to the bytes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.management import call_command

from apps.biology.models import Pack
from apps.core.services import services
from apps.resolving.queries import get_resolution
from apps.versions.queries import find_version
from tests.builders import organization, stand
from tests.checks import refused
from tests.clients import Api
from tests.records import record
from tests.releases import ingest


@pytest.fixture(autouse=True)
def _proteins(db: None) -> None:
    _two_proteins()


def _two_proteins() -> None:
    organization("uniprot", license="CC-BY-4.0")
    ingest(record("P00001"), record("P00002"), day=date(2026, 1, 28))


def lock_of(*specs: str) -> Any:
    """A lock, ready to be changed."""
    return orjson.loads(get_resolution(sources=specs).lock)


def verified(lock: Any) -> Any:
    """What the API says of a lock."""
    answer = Api().post("locks/verify", lock)
    assert answer.status == 200, answer.body
    return answer.body


def test_a_lock_holds_also_when_what_it_pins_was_yanked_since() -> None:
    lock = lock_of("uniprot:P00001-fasta", "uniprot:P00002", "uniprot:swissprot@2026_01")
    stand(find_version("uniprot", "P00002", "1.0.0"), "yanked")

    told = verified(lock)

    assert told["holds"]
    assert told["checksum_holds"]
    assert [(pin["spec"], pin["holds"], pin["status"]) for pin in told["pins"]] == [
        ("uniprot:P00001-fasta", True, "published"),
        ("uniprot:P00002", True, "yanked"),
        ("uniprot:swissprot@2026_01", True, "published"),
    ]


def test_what_the_registry_holds_otherwise_is_told_pin_by_pin() -> None:
    lock = lock_of("uniprot:P00001-fasta", "uniprot:P00002", "uniprot:swissprot")
    fasta, every, release = lock["sources"].values()
    fasta["checksum"] = "sha256-0"
    every["license"], every["files"]["dat"]["size"] = "MIT", 1
    release["resolved"] = "uniprot:swissprot@9.0.0"

    told = verified(lock)

    assert not told["holds"]
    assert not told["checksum_holds"]
    problems = [pin["problems"] for pin in told["pins"]]
    assert problems[0][0].startswith("checksum of fasta was sha256-0, and is sha256-")
    assert problems[1][0] == "license was MIT, and is CC-BY-4.0."
    assert problems[1][1].startswith("size of dat was 1, and is ")
    assert problems[2] == ["The registry has no such version."]


@pytest.mark.parametrize("resolved", ["what?", "uniprot:P00001", "uniprot:P00001@^1", "a:b@1.0.0"])
def test_a_pin_to_what_is_no_exact_version_does_not_hold(resolved: str) -> None:
    lock = lock_of("uniprot:P00001")
    lock["sources"]["uniprot:P00001"]["resolved"] = resolved

    assert verified(lock)["pins"][0]["problems"] == ["The registry has no such version."]


def test_what_is_no_lock_is_refused() -> None:
    refused(Api().post("locks/verify", {"sources": {"a:b": {}}}), 400, "request.invalid")


def test_the_answer_over_http_is_the_lock_that_the_command_writes(tmp_path: Path) -> None:
    manifest, kept = tmp_path / "bdp.yml", tmp_path / "bdl.lock"
    manifest.write_text("sources:\n- uniprot:P00001-fasta@^1\ntools: [uniprot:P00002]\n")

    call_command("resolve", manifest=manifest, output=kept)
    body = {"sources": ["uniprot:P00001-fasta@^1"], "tools": ["uniprot:P00002"]}
    answer = Api()._client.post("/api/v1/resolve", body, content_type="application/json")

    assert answer.content == kept.read_bytes()


def test_an_envelope_has_the_lock_and_the_warnings() -> None:
    stand(find_version("uniprot", "P00002", "1.0.0"), "deprecated")
    asked = {"sources": ["uniprot:P00002"]}

    told = Api().post("resolve?envelope=true", asked).body

    assert told["lock"] == Api().post("resolve", asked).body
    (warned,) = told["warnings"]
    assert warned == {
        "spec": "uniprot:P00002",
        "resolved": "uniprot:P00002@1.0.0",
        "status": "deprecated",
        "reason": "superseded",
        "superseded_by": None,
    }


def test_whatever_fails_is_told_with_its_spec_and_a_manifest_that_is_too_long_is_refused() -> None:
    answer = Api().post("resolve", {"sources": ["uniprot:P00009", "x"], "tools": ["y:z"]})
    refused(answer, 422, "resolve.unresolvable")
    assert [error["field"] for error in answer.body["errors"]] == ["uniprot:P00009", "x", "y:z"]
    assert "Did you mean uniprot:P0000" in answer.body["errors"][0]["detail"]

    refused(Api().post("resolve", {"sources": ["a:b"] * 10_001}), 413, "request.too_large")
    tomorrow = {"sources": ["uniprot:P00001"], "known_at": "2999-01-01"}
    refused(Api().post("resolve", tomorrow), 400, "request.invalid")


def run(*words: str, capsys: Any) -> tuple[int, str, str]:
    """An operator command: how it ended, and what it said."""
    status = 0
    try:
        call_command(*words)
    except SystemExit as ended:
        status = int(ended.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_command_tells_the_lock_and_warns_on_the_side(capsys: Any) -> None:
    stand(find_version("uniprot", "P00002", "1.0.0"), "deprecated")

    status, out, err = run("resolve", "uniprot:P00002", "--as-of", "2026-03-01", capsys=capsys)

    assert status == 0
    assert out.encode() == get_resolution(sources=["uniprot:P00002"], as_of=date(2026, 3, 1)).lock
    assert err == "uniprot:P00002: uniprot:P00002@1.0.0 is deprecated: superseded.\n"
    *_, last = run("resolve", "uniprot:P00002", "--json", capsys=capsys)[1].splitlines()
    assert set(json.loads(last)) == {"lock", "warnings"}


def test_the_command_tells_every_spec_that_fails(capsys: Any) -> None:
    status, out, err = run("resolve", "uniprot:P00009", "x", capsys=capsys)

    assert (status, out) == (1, "")
    assert [line.partition(": ")[0] for line in err.splitlines()[:2]] == ["uniprot:P00009", "x"]
    assert err.splitlines()[2].startswith("2 of 2 specs cannot be resolved")


def test_verify_lock_names_the_pins_that_do_not_hold_and_reads_their_bytes(
    capsys: Any, tmp_path: Path
) -> None:
    kept = tmp_path / "bdl.lock"
    kept.write_bytes(get_resolution(sources=["uniprot:P00001-dat", "uniprot:swissprot"]).lock)
    assert run("verify_lock", str(kept), capsys=capsys)[:2] == (0, "2 of 2 pins hold.\n")

    other = json.loads(kept.read_bytes())
    other["sources"]["uniprot:P00001-dat"]["size"] = 7
    kept.write_text(json.dumps(other))
    status, out, _ = run("verify_lock", str(kept), capsys=capsys)
    assert status == 1
    first, second, last = out.splitlines()
    assert first.startswith("uniprot:P00001-dat (uniprot:P00001@1.0.0): size of dat was 7, and is")
    assert second == "Its own checksum does not hold: somebody has edited this lock."
    assert last == "1 of 2 pins hold."


def test_bytes_that_are_damaged_where_they_are_kept_are_told(capsys: Any, tmp_path: Path) -> None:
    kept = tmp_path / "bdl.lock"
    kept.write_bytes(get_resolution(sources=["uniprot:P00001-dat"]).lock)
    store: Any = services.store
    pack = store._path(Pack.objects.values_list("object", flat=True).get())
    whole = pack.read_bytes()
    pack.chmod(0o600)
    pack.write_bytes(bytes(255 - byte for byte in whole))
    try:
        status, out, err = run("verify_lock", str(kept), capsys=capsys)
    finally:
        pack.write_bytes(whole)
    assert (status, err) == (1, "")
    assert out.startswith("uniprot:P00001-dat (uniprot:P00001@1.0.0): What is kept of this is dam")


class TestOutsideOfATransaction:
    """As operators verify: each question over the connection that may not write."""

    @pytest.fixture(autouse=True)
    def _proteins(self, committed: None) -> None:
        _two_proteins()

    def test_reading_the_bytes_of_a_lock_is_no_download(self, capsys: Any, tmp_path: Path) -> None:
        kept = tmp_path / "bdl.lock"
        kept.write_bytes(get_resolution(sources=["uniprot:P00001-dat", "uniprot:swissprot"]).lock)

        assert run("verify_lock", str(kept), capsys=capsys) == (0, "2 of 2 pins hold.\n", "")
        assert Api().get("stats").body["downloads"] == 0


@pytest.mark.parametrize("content", ["", "[]", '{"sources": []}', '{"sources": {"a:b": 1}}'])
def test_a_file_that_is_no_lock_is_refused_in_a_sentence(
    capsys: Any, tmp_path: Path, content: str
) -> None:
    (tmp_path / "bdl.lock").write_text(content)
    status, out, err = run("verify_lock", str(tmp_path / "bdl.lock"), capsys=capsys)
    assert (status, out) == (1, "")
    assert err.startswith("This is no lock: ")
