"""Where proteins go, and three releases of a few."""

import pytest

from tests import builders
from tests.clients import Answer
from tests.records import SEQUENCE, record
from tests.releases import ingest

SWISSPROT = "sources/uniprot/swissprot"
ALPHA, BETA, GAMMA = (record(f"P0000{n}") for n in (1, 2, 3))


@pytest.fixture(autouse=True)
def uniprot(db: None) -> str:
    """An organization without a source yet."""
    return builders.organization("uniprot")


@pytest.fixture
def three_releases() -> None:
    """Alpha is resequenced in the second, beta annotated; gamma goes, delta comes, then goes."""
    ingest(ALPHA, BETA, GAMMA)
    resequenced = record("P00001", sequence=SEQUENCE + "W")
    annotated = record("P00002", keyword="Hormone")
    ingest(resequenced, annotated, record("P00004"), release="2026_02")
    ingest(resequenced, BETA, release="2026_03")


def told_members(answer: Answer) -> list[tuple[str, str]]:
    assert answer.status == 200, answer.body
    assert {row["kind"] for row in answer.body["results"]} <= {"member"}
    return [(row["source"], row["version"]) for row in answer.body["results"]]
