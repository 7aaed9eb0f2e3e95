"""A release goes where releases belong, under a name of its own, and is told briefly."""

import pytest

from apps.events.models import Event
from apps.ingestion.errors import NameTaken, NoRecords, NoReleases
from tests import builders
from tests.conftest import leaves_no_trace
from tests.records import record
from tests.releases import file, ingest, ingest_files

pytestmark = pytest.mark.usefixtures("uniprot")

ALPHA, BETA = record("P00001"), record("P00002")
BROKEN = record("P00003").replace(b" AA", b"0 AA")


@pytest.fixture
def uniprot(db: None) -> str:
    return builders.organization("uniprot")


def test_a_protein_has_no_releases() -> None:
    ingest(ALPHA)
    with leaves_no_trace(), pytest.raises(NoReleases, match="is a protein"):
        ingest(ALPHA, source="P00001")


def test_a_tool_has_no_releases() -> None:
    builders.source("blast", entry_type="tool", source_type="other")
    with leaves_no_trace(), pytest.raises(NoReleases, match="is a tool"):
        ingest(ALPHA, source="blast")


def test_the_name_of_a_version_without_records_is_taken() -> None:
    ingest(ALPHA)
    builders.draft("2026_02", of="uniprot/swissprot")
    with leaves_no_trace(), pytest.raises(NameTaken, match=r"a draft version 1\.1\.0"):
        ingest(BETA, release="2026_02")


@pytest.mark.parametrize(
    ("form", "content"),
    [("uniprot-xml", b"<uniprot></uniprot>"), ("uniprot", b"a copyright //ID   \n//\n")],
)
def test_without_any_record_is_refused_and_no_protein_is_gone(form: str, content: bytes) -> None:
    ingest(ALPHA)
    with leaves_no_trace(), pytest.raises(NoRecords):
        ingest_files([file(content)], release="2026_02", form=form)


def test_is_announced_without_every_record_that_was_refused() -> None:
    ingest(ALPHA, BROKEN, most_refused=50)
    told = Event.objects.get(type="org.bdp.release.ingested").data["resource"]
    assert told["refused"] == 1
    assert "refusals" not in told
