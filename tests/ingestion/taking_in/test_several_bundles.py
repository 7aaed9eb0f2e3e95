"""A protein that several bundles of an organization hold is shown as long as one of them does."""

from typing import Any

import pytest

from apps.biology.queries import get_protein, list_proteins
from apps.biology.records import Protein as Facts
from apps.sources.models import Source
from tests.clients import Api
from tests.ingestion.taking_in.conftest import ALPHA, BETA
from tests.records import SEQUENCE, record
from tests.releases import ingest

OLD = record("P00003", gene="OLD", name="What it was")
NEW = record(
    "P00003", gene="NEW", name="What it is", sequence=SEQUENCE + "W", secondary=("P00007",)
)


@pytest.fixture(autouse=True)
def two_bundles() -> None:
    """Both hold the protein, the second in a newer content."""
    ingest(ALPHA, OLD)
    ingest(BETA, NEW, source="trembl")


def shown() -> Facts:
    found = get_protein("P00003")
    assert isinstance(found, Facts)
    return found


def listed() -> dict[str, Any]:
    (row,) = (row for row in list_proteins().results if row.accession == "P00003")
    return {"genes": row.genes, "name": row.name, "length": row.length, "version": row.version}


def test_the_newest_content_is_shown() -> None:
    assert shown().sequence == SEQUENCE + "W"
    assert listed()["version"] == "2.0.0"


def test_what_one_drops_is_shown_as_the_other_still_holds_it() -> None:
    ingest(BETA, source="trembl", release="2026_02")

    assert (shown().sequence, shown().names.recommended) == (SEQUENCE, "What it was")
    assert listed() == {
        "genes": ["OLD"], "name": "What it was", "length": len(SEQUENCE), "version": "1.0.0",
    }  # fmt: skip
    source = Source.objects.get(slug="P00003")
    assert (source.archived_at, source.name, source.aliases) == (None, "What it was", [])


def test_what_one_drops_stays_as_it_is_if_the_other_holds_the_newest() -> None:
    ingest(ALPHA, release="2026_02")

    assert listed()["version"] == "2.0.0"
    assert Source.objects.get(slug="P00003").archived_at is None


def test_what_both_drop_is_archived_and_still_answers_with_its_last_content(stranger: Api) -> None:
    ingest(BETA, source="trembl", release="2026_02")
    ingest(ALPHA, release="2026_02")

    assert Source.objects.get(slug="P00003").archived_at is not None
    assert "P00003" not in {row.accession for row in list_proteins().results}
    assert stranger.get("proteins/P00003").body["sequence"] == SEQUENCE + "W"


def test_a_curators_name_outlives_what_one_drops() -> None:
    Source.objects.filter(slug="P00003").update(name="What we call it")

    ingest(BETA, source="trembl", release="2026_02")

    assert Source.objects.get(slug="P00003").name == "What we call it"


def test_of_several_that_remain_the_newest_is_shown() -> None:
    ingest(record("P00003", gene="NEWEST"), source="drafts")

    ingest(record("P00004"), source="drafts", release="2026_02")

    assert listed()["genes"] == ["NEW"]
