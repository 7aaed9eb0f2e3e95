"""Records whose names are written as few write them: told apart like all others, or refused."""

import pytest

from apps.ingestion.errors import TooManyRefused
from apps.sources.models import Source
from tests import builders
from tests.conftest import leaves_no_trace
from tests.records import record
from tests.releases import file, ingest, ingest_files

pytestmark = pytest.mark.usefixtures("uniprot")

PLAIN, OTHER = record("P00001"), record("P00002")
BARE = PLAIN.replace(b"AC   P00001;", b"AC   P00001")
TWO_LINES = PLAIN.replace(b"AC   P00001;", b"AC   IPI00383150.2\nAC   P00001;")
ODD = pytest.mark.parametrize("odd", [BARE, TWO_LINES], ids=["no semicolon", "two AC lines"])


@pytest.fixture
def uniprot(db: None) -> str:
    return builders.organization("uniprot")


@ODD
def test_an_odd_accession_that_did_not_change_is_unchanged(odd: bytes) -> None:
    ingest(odd, OTHER)
    report = ingest(odd, OTHER, release="2026_02")
    assert (report.unchanged, report.changed, report.removed) == (2, 0, 0)


@ODD
def test_an_odd_accession_twice_is_refused_once(odd: bytes) -> None:
    ingest(odd, OTHER)
    report = ingest(odd, OTHER, odd, release="2026_02", most_refused=50)
    assert (report.unchanged, report.refused) == (2, 1)
    assert "came before" in report.refusals[0].reason


def test_an_odd_accession_that_came_before_plainly_is_refused() -> None:
    report = ingest(PLAIN, BARE, OTHER, most_refused=50)
    assert (report.added, report.refused) == (2, 1)


def test_an_odd_accession_that_names_something_else_is_refused() -> None:
    builders.source("P00001")
    report = ingest(BARE, OTHER, most_refused=50)
    assert (report.added, report.refused) == (1, 1)


@pytest.mark.parametrize(
    "header",
    [
        "sp|P1/x|A_B name", "_abc name", "abc:1-3", "x" * 5000, "Ünï",
        "550e8400-e29b-41d4-a716-446655440000", f"sp|P00001|{'E' * 300} name",
    ],
    ids=["slash", "underscore", "colon", "long", "umlaut", "an id", "long entry name"],
)  # fmt: skip
def test_a_name_that_cannot_be_kept_is_refused_and_the_rest_goes_in(header: str) -> None:
    content = f">{header}\nMKTAY\n>P00002\nMKT\n".encode()
    report = ingest_files([file(content, "x.fasta")], release="1", form="fasta", most_refused=50)
    assert (report.read, report.added, report.refused) == (2, 1, 1)
    assert [*Source.objects.filter(source_type="protein").values_list("slug", flat=True)] == [
        "P00002"
    ]


@pytest.mark.parametrize(
    "long",
    [
        PLAIN.replace(b"P00001_HUMAN", b"E" * 300),
        PLAIN.replace(b"AC   P00001;", b"AC   " + b"P" * 300 + b";"),
    ],
    ids=["entry name", "accession"],
)
def test_a_name_in_a_flat_file_that_is_too_long_is_refused(long: bytes) -> None:
    report = ingest(long, OTHER, most_refused=50)
    assert (report.added, report.refused) == (1, 1)
    with leaves_no_trace(), pytest.raises(TooManyRefused):
        ingest(long, OTHER, source="strictly", most_refused=0)


def test_a_protein_that_took_over_hundreds_of_accessions_goes_in_with_all_of_them() -> None:
    taken = [f"Q{number:05}" for number in range(300)]
    assert ingest(record("P00001", secondary=taken), OTHER).added == 2
    assert Source.objects.get(slug="P00001").aliases == taken
