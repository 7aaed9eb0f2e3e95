"""The proteins that come with the registry are real, and as their publisher tells them."""

from pathlib import Path

import pytest

from apps.biology.queries import get_protein
from apps.biology.records import Protein
from apps.core.actor import Actor
from apps.ingestion.dtos import IngestReport
from apps.ingestion.formats import make_sample
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.formats.uniprot.writing import written
from apps.ingestion.sample import ingest_sample, opened
from tests import builders
from tests.conftest import leaves_no_trace
from tests.records import record
from tests.releases import ingest

UNIPROT = FORMATS["uniprot"]
INSULIN = (
    "MALWMRLLPLLALLALWGPDPAAAFVNQHLCGSHLVEALYLVCGERGFFYTPKTRREAEDLQVGQVELGGGPGAGSLQPLALEGSLQ"
    "KRGIVEQCCTSICSLYQLENYCN"
)
FACTS = (
    "accession", "secondary_accessions", "entry_name", "reviewed", "names", "ec_numbers",
    "genes", "organism", "keywords", "protein_existence", "dates", "sequence", "crc64",
)  # fmt: skip


def sample() -> dict[str, bytes]:
    """Its records by accession."""
    with opened() as stream:
        return {UNIPROT.parse(text).accession: text for _, text in UNIPROT.records(stream)}


@pytest.fixture
def taken_in(db: None, operator: Actor) -> IngestReport:
    builders.organization("uniprot")
    return ingest_sample(actor=operator)


@pytest.mark.parametrize("accession", sample())
def test_each_has_the_sequence_of_its_checksum_and_nothing_but_facts(accession: str) -> None:
    text = sample()[accession]
    protein = UNIPROT.parse(text)
    assert f"{protein.length} AA;  {protein.mass} MW;  {protein.crc64} CRC64;".encode() in text
    assert protein.names.recommended
    assert protein.organism.lineage
    assert (protein.comments, protein.references, protein.features) == ((), (), ())
    assert written(protein) == text


def test_insulin_is_among_them(taken_in: IngestReport) -> None:
    assert (taken_in.added, taken_in.refused) == (31, 0)
    insulin = get_protein("P01308")
    assert isinstance(insulin, Protein)
    assert (insulin.entry_name, insulin.names.recommended) == ("INS_HUMAN", "Insulin")
    assert (insulin.sequence, insulin.crc64) == (INSULIN, "C2C3B23B85E520E5")
    assert insulin.organism.taxid == 9606


def test_again_they_change_nothing(taken_in: IngestReport, operator: Actor) -> None:
    with leaves_no_trace():
        assert ingest_sample(actor=operator).unchanged == 31


def test_a_first_real_release_is_the_first_and_takes_precedence(taken_in: IngestReport) -> None:
    report = ingest(record("P01308", name="Insulin, told anew"), release="2026_01")
    assert (report.version, report.added, report.removed) == ("1.0.0", 1, 0)
    insulin = get_protein("P01308")
    assert isinstance(insulin, Protein)
    assert insulin.names.recommended == "Insulin, told anew"


@pytest.mark.parametrize("accession", [each for each in sample() if each != "P01308"])
def test_each_is_as_in_the_files_of_its_publisher(shared_data: Path, accession: str) -> None:
    found = [UNIPROT.parse(text) for text in _published(shared_data, accession)]
    shipped = UNIPROT.parse(sample()[accession])
    told = [tuple(getattr(protein, fact) for fact in FACTS) for protein in found]
    assert tuple(getattr(shipped, fact) for fact in FACTS) in told


def test_a_sequence_unlike_its_checksum_does_not_get_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "forged.dat", tmp_path / "out.dat"
    path.write_bytes(sample()["P01308"].replace(b"MALWMRLLPL", b"MALWMRLLPP"))
    assert make_sample.main([str(out), str(path), "--only", "INS_HUMAN,NOBODY_HUMAN"]) == 1
    assert "NOBODY_HUMAN, INS_HUMAN" in capsys.readouterr().err
    assert not out.exists()


def _published(shared_data: Path, accession: str) -> list[bytes]:
    wanted = f"AC   {accession};".encode()
    found = []
    for path in sorted((shared_data / "swissprot").rglob("*")):
        if path.is_file() and wanted in path.read_bytes():
            with path.open("rb") as stream:
                found += [text for _, text in UNIPROT.records(stream) if wanted in text]
    return found
