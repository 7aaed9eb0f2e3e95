"""The files of many versions at once, for whoever resolves."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.files.queries import list_held
from apps.versions.queries import find_version
from tests import builders
from tests.clients import Api
from tests.records import record
from tests.releases import ingest

ACCESSIONS = [f"P{number:05d}" for number in range(1, 41)]


@pytest.fixture
def versions(db: None) -> dict[str, UUID]:
    """The first version of each of forty proteins."""
    builders.organization("uniprot")
    ingest(*map(record, ACCESSIONS))
    return {name: find_version("uniprot", name, "1.0.0").id for name in ACCESSIONS}


def test_they_are_those_that_each_version_lists(stranger: Api, versions: dict[str, UUID]) -> None:
    held = list_held(list(versions.values()))
    for name in ACCESSIONS[:3]:
        listed = stranger.get(f"sources/uniprot/{name}/versions/1.0.0/files").body["results"]
        told = [(file.format, file.filename, file.sha256) for file in held[versions[name]]]
        assert told == [(file["format"], file["filename"], file["sha256"]) for file in listed]
    assert set(held) == set(versions.values())


def test_they_cost_no_more_statements_for_forty_than_for_one(versions: dict[str, UUID]) -> None:
    ids = list(versions.values())
    assert statements(ids) == statements(ids[:1]) <= 5


def test_a_version_without_files_and_one_that_nobody_knows_are_left_out(
    versions: dict[str, UUID],
) -> None:
    draft = builders.draft("2030_01", "uniprot/P00001")
    known = versions["P00002"]
    assert set(list_held([draft.id, uuid4(), known, known])) == {known}
    assert list_held([]) == {}


def statements(ids: list[UUID]) -> int:
    """How many statements the files of these versions take."""
    with CaptureQueriesContext(connection) as asked:
        list_held(ids)
    return len(asked)
