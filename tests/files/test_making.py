"""The files of a release are made once, whoever asks, and however many at once."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

from apps.biology import queries as biology
from apps.core.errors import ContentDamaged
from apps.core.services import services
from apps.events.carrying import deliver_all
from apps.events.subscriptions import subscribe_functions
from apps.files import making
from apps.files.models import Whole
from apps.files.queries import get_file
from apps.ingestion.formats.fasta import render
from apps.ingestion.formats.registry import FORMATS, as_fasta
from apps.versions.queries import find_version
from tests import builders
from tests.records import record
from tests.releases import ingest

RECORDS = [record(f"P{number:05d}") for number in range(1, 50)]


@pytest.mark.usefixtures("committed")
class TestOnce:
    def test_those_who_ask_at_once_wait_for_the_first(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        builders.organization("uniprot")
        release = ingest(*RECORDS).id
        asked: list[Any] = []
        really = biology.list_wholes

        def followed(version_id: Any) -> Any:
            asked.append(version_id)
            return really(version_id)

        monkeypatch.setattr(making.wholes, "_answer", followed)
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: fetched(), range(4)))
        assert found == [b"".join(RECORDS)] * 4
        assert asked == [release]
        assert sorted(Whole.objects.values_list("format", flat=True)) == ["dat", "fasta"]

    def test_a_worker_makes_them_when_a_release_is_in(self, tmp_path: Path) -> None:
        subscribe_functions()
        builders.organization("uniprot")
        path = tmp_path / "sample.dat"
        path.write_bytes(b"".join(RECORDS))
        call_command("ingest", "uniprot", str(path), "--source=uniprot/swissprot", "--release=1")
        deliver_all()
        made = Whole.objects.get(format="dat")
        assert made.sha256 == sha256(path.read_bytes()).hexdigest()

    def test_they_stay_as_they_were_made(self) -> None:
        builders.organization("uniprot")
        ingest(*RECORDS)
        fetched()
        with (
            connection.cursor() as cursor,
            pytest.raises(Exception, match=r"appended to|permission denied"),
        ):
            cursor.execute("UPDATE files_whole SET size_bytes = 1")

    def test_a_damaged_pack_ends_the_download(self) -> None:
        builders.organization("uniprot")
        ingest(*RECORDS)
        fetched()
        made = Whole.objects.get(format="dat")
        path: Path = services.store._path(made.packs[0])  # type: ignore[attr-defined]
        path.write_bytes(path.read_bytes()[:-100])
        with pytest.raises(ContentDamaged):
            fetched()


@pytest.mark.parametrize("form", ["uniprot", "uniprot-xml", "fasta"])
def test_fasta_at_a_glance_is_the_fasta_of_the_whole_record(shared_data: Path, form: str) -> None:
    """Of every real record, as far as it can be read."""
    folder = {"uniprot": "swissprot", "uniprot-xml": "uniprot_xml", "fasta": "fasta"}[form]
    compared = 0
    for path in sorted((shared_data / folder).rglob("*")):
        if path.suffix not in {".dat", ".txt", ".xml", ".fasta"}:
            continue
        for text in texts(form, path):
            protein = FORMATS[form].parse(text)
            assert as_fasta(FORMATS[form].file, text) == render(protein).encode()
            compared += 1
    assert compared


def texts(form: str, path: Path) -> list[bytes]:
    """The records of a file that can be read."""
    from apps.ingestion.formats.entries import Entry, Unreadable

    try:
        with path.open("rb") as file:
            return [each.text for each in FORMATS[form].entries(file) if isinstance(each, Entry)]
    except Unreadable:
        return []


def fetched() -> bytes:
    """The release, read as a download is."""
    try:
        find_version("uniprot", "swissprot", "2026_01")
        actor = builders.STRANGER
        sent = get_file("uniprot", "swissprot", "2026_01", "dat", actor=actor).content
        return b"".join(sent.content.pieces(0, sent.content.size))
    finally:
        connections.close_all()
