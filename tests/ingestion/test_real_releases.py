"""Every real file goes in, and comes out again as it was, byte by byte."""

import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest
from Bio import SeqIO

from apps.biology.models import Record
from apps.biology.models import Sequence as Residues
from apps.files.queries import get_file
from apps.ingestion.dtos import IngestReport
from apps.sources.models import Source
from tests import builders
from tests.ingestion.formats import biopython
from tests.ingestion.formats.test_fidelity import GRAMMAR
from tests.releases import file, ingest_files

# Records are cut out by rules of this test's own.
RECORD = re.compile(rb"^ID   .*?^//\r?\n?", re.DOTALL | re.MULTILINE)
ENTRY = re.compile(rb"<entry .*?</entry>", re.DOTALL)
HEADED = re.compile(rb"^>[^>]*", re.MULTILINE)
NAMED = re.compile(rb"^AC   ([^;\s]+)|<accession>(\w+)|^>\w+\|(\w+)", re.MULTILINE)

MAIN = ("accession", "entry_name", "reviewed", "length", "mass", "crc64", "sequence")
LISTS = ("secondary_accessions", "keywords", "taxids")


class Volume(NamedTuple):
    """Files that make a release together: no accession comes in two of them."""

    release: str
    paths: list[Path]
    records: dict[str, bytes]


@pytest.fixture
def volumes(shared_data: Path) -> list[Volume]:
    """Every real flat file, in as few releases as it takes."""
    made: list[Volume] = []
    for path in sorted(shared_data.glob("swissprot/*/*")):
        found = cut(RECORD, path)
        fitting = (volume for volume in made if volume.records.keys().isdisjoint(found))
        if (volume := next(fitting, None)) is None:
            volume = Volume(f"2026_{len(made) + 1:02}", [], {})
            made.append(volume)
        volume.paths.append(path)
        volume.records.update(found)
    return made


@pytest.fixture
def reports(uniprot: str, volumes: list[Volume]) -> list[IngestReport]:
    """All of them taken in, one after the other."""
    return [taken_in(volume.paths, volume.release) for volume in volumes]


@pytest.fixture
def uniprot(db: None) -> str:
    return builders.organization("uniprot")


def test_every_record_of_every_real_file_is_taken(
    reports: list[IngestReport], volumes: list[Volume]
) -> None:
    for report, volume in zip(reports, volumes, strict=True):
        assert report.refusals == ()
        assert report.read == len(volume.records)
        assert report.read == report.added + report.changed + report.unchanged
    texts = {(name, text) for volume in volumes for name, text in volume.records.items()}
    assert Record.objects.count() == len(texts)
    assert Residues.objects.count() < len(texts), "some proteins share a sequence"


@pytest.mark.usefixtures("reports")
def test_the_bytes_of_every_record_come_back(volumes: list[Volume]) -> None:
    for volume in volumes:
        for accession, text in volume.records.items():
            assert sent(accession, volume.release, "dat") == text


@pytest.mark.usefixtures("reports")
def test_as_fasta_every_record_keeps_its_sequence(volumes: list[Volume]) -> None:
    for volume in volumes:
        for accession, text in volume.records.items():
            written = sent(accession, volume.release, "fasta").decode()
            (read,) = SeqIO.parse(StringIO(written), "fasta")
            assert GRAMMAR.fullmatch(f">{read.description}")
            assert str(read.seq) == biopython.read(text)["sequence"]


@pytest.mark.usefixtures("reports")
def test_as_json_every_record_says_what_biopython_reads(volumes: list[Volume]) -> None:
    for volume in volumes:
        for accession, text in volume.records.items():
            ours = orjson.loads(sent(accession, volume.release, "json"))
            theirs = biopython.read(text)
            assert {field: ours[field] for field in MAIN} == {
                field: theirs[field] for field in MAIN
            }
            assert [ours[field] for field in LISTS] == [list(theirs[field]) for field in LISTS]
            assert ours["organism"]["name"] == theirs["organism"]


def test_a_release_that_holds_everything_twice_refuses_every_second(
    uniprot: str, volumes: list[Volume]
) -> None:
    volume = volumes[0]
    report = taken_in([*volume.paths, *volume.paths], volume.release)
    assert (report.read, report.added) == (2 * len(volume.records), len(volume.records))
    assert report.refused == len(volume.records)
    reasons = {refusal.reason for refusal in report.refusals}
    assert reasons == {"its accession came before in this release"}


class TestTwins:
    """One flat file, and the same proteins as XML and as FASTA."""

    @pytest.fixture
    def twins(self, uniprot: str, shared_data: Path) -> dict[str, dict[str, bytes]]:
        paths = {
            "uniprot": (RECORD, shared_data / "swissprot/biopython/multi_ex.txt"),
            "uniprot-xml": (ENTRY, shared_data / "uniprot_xml/multi_ex.xml"),
            "fasta": (HEADED, shared_data / "fasta/multi_ex.fasta"),
        }
        for form, (_, path) in paths.items():
            report = taken_in([path], f"as {form}", source=form, form=form)
            assert (report.read, report.refused) == (8, 0)
        return {form: cut(rule, path) for form, (rule, path) in paths.items()}

    def test_are_the_same_proteins_with_the_same_sequences(
        self, twins: dict[str, dict[str, bytes]]
    ) -> None:
        assert twins["uniprot"].keys() == twins["uniprot-xml"].keys() == twins["fasta"].keys()
        assert Source.objects.filter(source_type="protein").count() == 8
        assert (Record.objects.count(), Residues.objects.count()) == (24, 8)

    def test_each_give_back_their_own_bytes(self, twins: dict[str, dict[str, bytes]]) -> None:
        for form, kept in (("uniprot", "dat"), ("uniprot-xml", "xml"), ("fasta", "fasta")):
            for accession, text in twins[form].items():
                assert sent(accession, f"as {form}", kept).strip() == text.strip()

    def test_are_told_alike(self, twins: dict[str, dict[str, bytes]]) -> None:
        for accession in twins["uniprot"]:
            flat, xml, fasta = (
                orjson.loads(sent(accession, f"as {form}", "json")) for form in twins
            )
            for field in (*MAIN, "secondary_accessions", "genes", "features", "comments"):
                assert flat[field] == xml[field]
            assert [flat[field] for field in MAIN] == [fasta[field] for field in MAIN]

    def test_are_written_alike_as_fasta(self, twins: dict[str, dict[str, bytes]]) -> None:
        for accession in twins["uniprot"]:
            assert sent(accession, "as uniprot", "fasta") == sent(
                accession, "as uniprot-xml", "fasta"
            )


def taken_in(paths: Sequence[Path], release: str, **how: Any) -> IngestReport:
    files = [file(path.read_bytes(), path.name) for path in paths]
    return ingest_files(files, release=release, most_refused=100, **how)


def sent(accession: str, release: str, form: str) -> bytes:
    """The bytes of a file, addressed by the name of the release that holds it."""
    content = get_file("uniprot", accession, release, form, actor=builders.STRANGER).content.content
    return b"".join(content.pieces(0, content.size))


def cut(rule: "re.Pattern[bytes]", path: Path) -> dict[str, bytes]:
    """The records of a file, by accession."""
    texts = rule.findall(path.read_bytes())
    return {_accession(text): text for text in texts}


def _accession(text: bytes) -> str:
    named = NAMED.search(text)
    assert named
    return bytes(next(filter(None, named.groups()))).decode()
