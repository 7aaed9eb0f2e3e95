"""What a whole release is as a file: the publisher's own, and FASTA; sent whole or in parts."""

from hashlib import sha256

import pytest

from apps.files.models import Whole
from apps.files.queries import list_held
from apps.versions.queries import find_version
from tests import builders
from tests.clients import Api
from tests.records import record
from tests.releases import ingest

FIRST = [record(f"P{number:05d}") for number in range(1, 300)]
RELEASE = "sources/uniprot/swissprot/versions/2026_01"


@pytest.fixture(autouse=True)
def _release(db: None) -> None:
    builders.organization("uniprot")
    ingest(*FIRST)


def test_the_first_release_is_the_file_that_its_publisher_made(stranger: Api) -> None:
    sent = stranger.get(f"{RELEASE}/files/dat")
    assert sent.body == b"".join(FIRST)
    assert sent.headers["ETag"] == f'"{sha256(sent.body).hexdigest()}"'


def test_as_fasta_it_is_the_fasta_of_its_members(stranger: Api) -> None:
    sent = stranger.get(f"{RELEASE}/files/fasta").body
    members = [
        stranger.get(f"sources/uniprot/P{number:05d}/versions/2026_01/files/fasta").body
        for number in range(1, 300)
    ]
    assert sent == b"".join(members)


def test_a_later_release_holds_what_stayed_and_what_changed(stranger: Api) -> None:
    changed = record("P00007", keyword="Kinase")
    ingest(*FIRST[:6], changed, *FIRST[7:200], record("P09999"), release="2026_02")
    sent = stranger.get(f"{RELEASE.replace('01', '02')}/files/dat").body
    held = sorted([*FIRST[:6], changed, *FIRST[7:200], record("P09999")])
    assert sorted(sent.removesuffix(b"//\n").split(b"//\n")) == [
        each.removesuffix(b"//\n") for each in held
    ]
    assert stranger.get(f"{RELEASE}/files/dat").body == b"".join(FIRST)


@pytest.mark.parametrize("start", [0, 1, 5000, 100_000, -1, -70_000])
def test_any_part_of_it_can_be_had(stranger: Api, start: int) -> None:
    whole = b"".join(FIRST)
    asked = f"bytes={start}-" if start >= 0 else f"bytes={start}"
    sent = stranger.send("GET", f"{RELEASE}/files/dat", HTTP_RANGE=asked)
    assert (sent.status, sent.body) == (206, whole[start:])


def test_it_is_listed_with_what_will_be_sent(stranger: Api) -> None:
    listed = stranger.get(f"{RELEASE}/files").body["results"]
    assert [each["format"] for each in listed] == ["dat", "fasta"]
    for each in listed:
        sent = stranger.get(f"{RELEASE}/files/{each['format']}")
        assert each["sha256"] == sha256(sent.body).hexdigest()
        assert each["size_bytes"] == len(sent.body)
        assert each["filename"] == f"swissprot-1.0.0.{each['format']}"


def test_whoever_resolves_is_told_the_same() -> None:
    release = find_version("uniprot", "swissprot", "2026_01").id
    assert [file.format for file in list_held([release])[release]] == ["dat", "fasta"]


def test_a_release_of_fasta_has_no_other_format(stranger: Api) -> None:
    from tests.releases import file, ingest_files

    text = b">sp|P00001|A_HUMAN Alpha OS=Homo sapiens OX=9606 PE=1 SV=1\nMKTAYIAK\n"
    ingest_files([file(text, "a.fasta")], release="1", source="other", form="fasta")
    listed = stranger.get("sources/uniprot/other/versions/1/files").body["results"]
    assert [each["format"] for each in listed] == ["fasta"]
    assert stranger.get("sources/uniprot/other/versions/1/files/fasta").body == text


def test_nothing_of_it_is_kept_before_everybody_can_see_it(stranger: Api) -> None:
    """The release of this test is in a transaction that nobody else sees."""
    stranger.get(f"{RELEASE}/files/dat")
    assert Whole.objects.count() == 0
