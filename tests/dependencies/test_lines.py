"""All members of a release at once, a line each, however many there are."""

import tracemalloc
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test import Client

from apps.sources.models import Source
from apps.versions.models import Release, Version
from tests import builders
from tests.records import record
from tests.releases import ingest

SWISSPROT = "/api/v1/sources/uniprot/swissprot/versions"
NDJSON = {"Accept": "application/x-ndjson"}
MANY = 40_000

SPANS = """
INSERT INTO versions_membership (releases_id, member_id, version_id, slug, since)
SELECT %s, md5('m' || number)::uuid, %s, 'M' || number, 1 FROM generate_series(1, %s) AS number
"""


@pytest.fixture(autouse=True)
def _uniprot(db: None) -> None:
    builders.organization("uniprot")


def ask(address: str, headers: dict[str, str] = NDJSON, **asked: Any) -> Any:
    return Client().get(f"{SWISSPROT}/{address}/dependencies", asked, headers=headers)


def lines(answer: Any) -> Iterator[Any]:
    assert (answer.status_code, answer["Content-Type"]) == (200, NDJSON["Accept"])
    return (orjson.loads(line) for piece in answer for line in piece.splitlines())


def test_are_what_the_pages_are() -> None:
    ingest(record("P00001"), record("P00002"))
    pages = ask("2026_01", {})
    assert list(lines(ask("2026_01"))) == pages.json()["results"]
    assert "Accept" in pages["Vary"]
    narrowed = list(lines(ask("2026_01", q="P00002", kind="member")))
    assert [line["source"] for line in narrowed] == ["uniprot/P00002"]


def test_are_nothing_where_there_is_nothing() -> None:
    ingest(record("P00001"))
    assert list(lines(ask("2026_01", kind="required"))) == []


@pytest.mark.parametrize("accepted", ["*/*", "application/json, application/x-ndjson"])
def test_are_for_who_asks_for_them(accepted: str) -> None:
    ingest(record("P00001"))
    assert ask("2026_01", {"Accept": accepted}).json()["next"] is None


def test_cannot_be_cut_short() -> None:
    ingest(record("P00001"))
    answer = ask("2026_01", limit="1")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "limit")


def test_of_what_is_not_there_are_a_refusal() -> None:
    ingest(record("P00001"))
    answer = ask("2027_01")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_are_described_without_being_sent() -> None:
    ingest(record("P00001"))
    answer: Any = Client().head(f"{SWISSPROT}/2026_01/dependencies", headers=NDJSON)
    assert (list(answer), answer["Content-Type"]) == ([], NDJSON["Accept"])


def test_of_a_release_stay_those_of_that_release() -> None:
    """Which one `latest` means is settled by the first line."""
    ingest(*(record(f"Q{number:05}") for number in range(10)))
    answer = ask("latest")
    ingest(record("P00001"), release="2026_02")
    assert len(list(lines(answer))) == 10


def test_are_never_in_memory_together() -> None:
    builders.source("swissprot", source_type="bundle")
    builders.release("r", of="uniprot/swissprot")
    source, version = Source.objects.get(slug="swissprot"), Version.objects.get()
    Release.objects.create(version=version, source=source, ordinal=1, members=MANY, sha256=b"")
    with connection.cursor() as cursor:
        cursor.execute(SPANS, [source.id, version.id, MANY])
    answer = ask("r")
    next(iter(lines(ask("r", q="M1"))))  # whatever is made once is there
    tracemalloc.start()
    try:
        count = sum(1 for _ in lines(answer))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == MANY
    assert peak < 12_000_000
