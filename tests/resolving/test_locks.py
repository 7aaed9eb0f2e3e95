"""What a lock holds, and that it is the same to the byte."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest

from apps.resolving.queries import get_resolution
from tests.builders import organization, release, source
from tests.checks import turned
from tests.clients import Api
from tests.records import record
from tests.releases import ingest
from tests.resolving.asking import locked


@pytest.fixture(autouse=True)
def _proteins(db: None) -> None:
    organization("uniprot", license="CC-BY-4.0")
    ingest(record("P00001"), record("P00002"), record("Q00003"), day=date(2026, 1, 28))


def test_a_lock_has_the_promised_form() -> None:
    source("plain")
    release("7", "uniprot/plain", on="2026-02-01")

    lock = locked("uniprot:plain@7", as_of=date(2026, 3, 1))

    assert lock == {
        "lockfile_version": 1,
        "as_of": "2026-03-01",
        "known_at": None,
        "sources": {
            "uniprot:plain@7": {
                "resolved": "uniprot:plain@1.0.0",
                "external_version": "7",
                "effective_date": "2026-02-01",
                "format": None,
                "checksum": None,
                "size": None,
                "path": None,
                "license": "CC-BY-4.0",
                "status": "published",
                "dependency_count": 0,
                "dependencies_checksum": None,
            }
        },
        "tools": {},
        "dependencies": {},
        "checksum": lock["checksum"],
    }


def test_its_checksum_is_over_everything_else_as_json_with_sorted_keys_and_no_blanks() -> None:
    lock = locked("uniprot:P00001", "uniprot:swissprot")
    rest = {name: told for name, told in lock.items() if name != "checksum"}

    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert lock["checksum"] == f"sha256-{sha256(text.encode()).hexdigest()}"


def test_its_keys_are_sorted_and_it_ends_with_its_only_newline_at_the_end_of_a_file() -> None:
    written = get_resolution(sources=["uniprot:P00001", "uniprot:P00002"]).lock

    assert written == json.dumps(
        json.loads(written), sort_keys=True, indent=2, ensure_ascii=False
    ).encode() + b"\n"  # fmt: skip


def test_the_order_of_the_question_and_how_an_instant_is_spelled_change_nothing() -> None:
    specs = ["uniprot:P00001", "uniprot:Q00003-fasta", "uniprot:swissprot"]
    now = datetime.now(UTC)

    one = get_resolution(sources=specs, known_at=now).lock
    elsewhere = now.astimezone(timezone(timedelta(hours=5)))

    assert get_resolution(sources=specs[::-1] * 2, known_at=elsewhere).lock == one


def test_the_bytes_of_the_wanted_format_are_those_that_its_path_leads_to() -> None:
    spec = "uniprot:P00001-fasta@^1"
    pin = locked(spec)["sources"][spec]

    answer = Api().get(pin["path"])

    assert pin["path"] == "sources/uniprot/P00001/versions/1.0.0/files/fasta"
    assert pin["checksum"] == f"sha256-{sha256(answer.body).hexdigest()}"
    assert pin["size"] == len(answer.body)


def test_where_several_formats_are_held_and_none_is_wanted_the_lock_has_each() -> None:
    pin = locked("uniprot:P00001")["sources"]["uniprot:P00001"]

    assert pin["format"] is pin["checksum"] is pin["size"] is pin["path"] is None
    assert set(pin["files"]) == {"dat", "fasta", "json"}
    for form, told in pin["files"].items():
        assert told["path"] == f"sources/uniprot/P00001/versions/1.0.0/files/{form}"
        assert told["checksum"].startswith("sha256-")


def test_the_members_of_a_release_are_one_checksum_that_whoever_pages_them_can_make() -> None:
    ingest(record("P00001"), record("P00004"), release="2026_02")
    for name, count in (("2026_01", 3), ("2026_02", 2)):
        spec = f"uniprot:swissprot@{name}"
        pin = locked(spec)["sources"][spec]
        address = f"/api/v1/sources/uniprot/swissprot/versions/{name}/dependencies?limit=1"
        lines = [
            "\t".join([row["source"], row["version"], row["kind"]]) + "\n"
            for page in turned(Api(), address)
            for row in page["results"]
        ]
        summed = sha256("".join(sorted(lines)).encode()).hexdigest()
        assert (pin["dependency_count"], len(lines)) == (count, count)
        assert pin["dependencies_checksum"] == f"sha256-{summed}"


def test_a_member_answers_to_the_name_of_a_release_that_holds_it() -> None:
    ingest(record("P00001"), record("P00002"), release="2026_02")

    pin = locked("uniprot:P00001@2026_02")["sources"]["uniprot:P00001@2026_02"]

    assert pin["resolved"] == "uniprot:P00001@1.0.0"


def test_a_release_name_that_means_two_contents_is_told_with_both() -> None:
    from tests.resolving.asking import failing

    ingest(record("P00001", sequence="MKV"), source="trembl", release="2026_01")

    assert failing("uniprot:P00001@2026_01") == {
        "uniprot:P00001@2026_01": "Releases called “2026_01” hold different versions of it: "
        "say uniprot:P00001@1.0.0 or uniprot:P00001@2.0.0."
    }


def answered(api: Any, **body: Any) -> Any:
    """What the API says."""
    return api.post("resolve", body)
