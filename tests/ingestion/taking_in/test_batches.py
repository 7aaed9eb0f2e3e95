"""A release is the same however its records are batched, and however many go in at a time."""

import pytest

from apps.biology.models import Protein, Sequence
from apps.ingestion import loading
from apps.ingestion.errors import TooManyRefused
from apps.ingestion.workshop import batches
from apps.sources.models import Source
from tests.conftest import leaves_no_trace
from tests.ingestion.taking_in.conftest import ALPHA, BETA, GAMMA, members
from tests.records import SEQUENCE, record
from tests.releases import file, ingest, ingest_files

NAMELESS = ALPHA.replace(b"AC   P00001;\n", b"")
UNREAD = ALPHA.replace(b"SQ   SEQUENCE", b"XX   SEQUENCE")
AGAIN = record("P00001", keyword="Again")
ALL = ("P00001", "P00002", "P00003")
FEW = 600  # bytes of rows: those of two or three of these records


@pytest.fixture
def _one_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    batch_by(1, monkeypatch)


def batch_by(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """End a batch with the record that makes it so many bytes long."""
    monkeypatch.setattr(batches, "FIRST", size)
    monkeypatch.setattr(batches, "BATCH", size)


one_a_batch = pytest.mark.usefixtures("_one_a_batch")


@one_a_batch
@pytest.mark.parametrize("enough", [1, FEW, 1 << 30], ids=["each", "a few", "all"])
def test_what_changed_goes_in_whether_at_once_or_by_and_by(
    enough: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "ENOUGH", enough)
    longer = SEQUENCE + "W"
    ingest(*(record(f"P0000{n}", name=f"Protein {n // 2}") for n in range(8)))
    report = ingest(
        record("P00000", name="Protein 0"),
        record("P00001", name="Protein 0", sequence=longer, secondary=["P00006"]),
        record("P00002", name="Protein 1", keyword="Other"),
        record("P00003", name="New", sequence=longer),
        record("P00004", name="New"),
        record("P00005", name="Protein 2", secondary=["Q00001", "Q00002"]),
        record("P00008", name="New", sequence=longer),
        release="2026_02",
    )  # fmt: skip
    assert (report.read, report.added, report.changed, report.removed) == (7, 1, 5, 2)
    assert members("2026_02") == {
        "P00000": "1.0.0", "P00001": "2.0.0", "P00002": "1.1.0", "P00003": "2.0.0",
        "P00004": "1.1.0", "P00005": "1.1.0", "P00008": "1.0.0",
    }  # fmt: skip
    assert Sequence.objects.count() == 2
    named = Protein.objects.filter(name__name="New").values_list("accession", flat=True)
    assert sorted(named) == ["P00003", "P00004", "P00008"]
    assert Source.objects.get(slug="P00005").aliases == ["Q00001", "Q00002"]
    gone = Source.objects.get(slug="P00006")
    assert (gone.archived_at is None, gone.superseded_by) == (False, "uniprot/P00001")


@one_a_batch
def test_an_accession_that_came_in_an_earlier_batch_is_refused() -> None:
    report = ingest(ALPHA, BETA, AGAIN, GAMMA, BETA, most_refused=50)
    assert (report.read, report.added, report.refused) == (5, 3, 2)
    assert [told.accession for told in report.refusals] == ["P00001", "P00002"]
    assert {told.reason for told in report.refusals} == {
        "its accession came before in this release"
    }
    assert members("2026_01") == dict.fromkeys(ALL, "1.0.0")


@one_a_batch
def test_an_unchanged_accession_that_came_in_an_earlier_batch_is_refused() -> None:
    ingest(ALPHA, BETA, GAMMA)
    report = ingest(ALPHA, BETA, AGAIN, GAMMA, BETA, release="2026_02", most_refused=50)
    assert (report.unchanged, report.changed, report.refused) == (3, 0, 2)
    assert members("2026_02") == dict.fromkeys(ALL, "1.0.0")


@pytest.mark.parametrize("size", [1, 1 << 20], ids=["a batch each", "one batch"])
def test_accessions_that_differ_in_case_alone_are_one(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_by(size, monkeypatch)
    both = file(b">abc1 first\nMKT\n>ABC1 second\nMKTW\n", "two.fasta")
    report = ingest_files([both], release="2026_01", form="fasta", most_refused=50)
    assert (report.added, report.refused) == (1, 1)
    (told,) = report.refusals
    assert (told.accession, told.line) == ("ABC1", 3)
    assert "came before" in told.reason
    assert members("2026_01") == {"abc1": "1.0.0"}


@one_a_batch
def test_one_that_could_not_be_read_did_not_come() -> None:
    report = ingest(UNREAD, BETA, ALPHA, AGAIN, most_refused=50)
    assert (report.added, report.refused) == (2, 2)
    first, second = report.refusals
    assert first.line == 1
    assert "came before" not in first.reason
    assert "came before" in second.reason
    assert members("2026_01") == {"P00001": "1.0.0", "P00002": "1.0.0"}


@one_a_batch
def test_a_batch_in_which_no_record_has_an_accession_is_refused_and_the_rest_goes_in() -> None:
    report = ingest(ALPHA, BETA, NAMELESS, most_refused=50)
    assert (report.added, report.refused) == (2, 1)
    (told,) = report.refusals
    assert told.accession is None
    assert told.line == 1 + ALPHA.count(b"\n") + BETA.count(b"\n")


def test_a_release_in_which_no_record_has_an_accession_is_refused() -> None:
    with leaves_no_trace(), pytest.raises(TooManyRefused, match="2 of 2 records"):
        ingest(NAMELESS, NAMELESS, most_refused=100)
