"""Who reads a deprecated version is told since when it is, and what follows it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from apps.versions import commands
from apps.versions.dtos import VersionRef
from apps.versions.queries import find_version
from tests import builders
from tests.clients import Answer, Api
from tests.conftest import make_token
from tests.records import record
from tests.releases import ingest

AT = "sources/uniprot/sprot/versions"
DAY, LATER = datetime(2036, 3, 1, 9, 30, tzinfo=UTC), datetime(2036, 4, 1, tzinfo=UTC)
SINCE = f"@{int(DAY.timestamp())}"
SUCCESSOR = f'<http://testserver/api/v1/{AT}/1.1.0>; rel="successor-version"'


@pytest.fixture
def old(db: None) -> VersionRef:
    """A deprecated version, which another supersedes."""
    builders.organization("uniprot")
    builders.source("sprot")
    first = builders.release("a", on="2024-01-01")
    builders.release("b", on="2024-02-01")
    with builders.at(DAY):
        deprecate(first, reason="wrong", superseded_by="uniprot:sprot@b")
    return first


def deprecate(version: VersionRef, **told: Any) -> None:
    commands.deprecate_version(actor=builders.BUILDER, **builders.address(version), **told)


def warned(answer: Answer) -> tuple[str | None, str | None]:
    return answer.headers.get("Deprecation"), answer.headers.get("Link")


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("name", ["1.0.0", "a"])
@pytest.mark.parametrize(
    "below", ["", "/audit", "/changelog", "/changes", "/dependencies", "/dependents", "/files"]
)
def test_whatever_is_read_of_it_says_so(stranger: Api, name: str, below: str) -> None:
    answer = stranger.get(f"{AT}/{name}{below}")
    assert (answer.status, *warned(answer)) == (200, SINCE, SUCCESSOR)


def test_what_one_has_already_says_so_too(old: VersionRef) -> None:
    builders.person("ada")
    ada = Api(make_token("ada", "read"))
    tag = ada.get(f"{AT}/1.0.0").headers["ETag"]
    again = ada.send("GET", f"{AT}/1.0.0", if_none_match=tag)
    assert (again.status, *warned(again)) == (304, SINCE, SUCCESSOR)


def test_the_first_time_counts(old: VersionRef, stranger: Api) -> None:
    with builders.at(LATER):
        deprecate(old, reason="wrong in all places")
        builders.stand(old, "yanked")
        assert warned(stranger.get(f"{AT}/1.0.0")) == (None, None)
        commands.unyank_version(actor=builders.BUILDER, **builders.address(old))
    assert warned(stranger.get(f"{AT}/1.0.0")) == (SINCE, None)


@pytest.mark.usefixtures("old")
def test_nobody_else_is_told(stranger: Api) -> None:
    for path in (AT, f"{AT}/1.1.0", f"{AT}/latest", "sources/uniprot/sprot"):
        assert warned(stranger.get(path)) == (None, None)
    assert warned(stranger.get("sources/uniprot/sprot/diff", **{"from": "a", "to": "b"})) == (
        None,
        None,
    )


def test_it_stands_beside_the_next_page_and_in_front_of_a_file(stranger: Api, db: None) -> None:
    builders.organization("uniprot")
    ingest(record("P00001"), record("P00002"))
    held = first_of("swissprot"), first_of("P00001")
    with builders.at(DAY):
        for version in held:
            deprecate(version, reason="wrong")
    page = stranger.get("sources/uniprot/swissprot/versions/1.0.0/dependencies", limit=1)
    assert page.headers["Deprecation"] == SINCE
    assert page.headers["Link"].endswith('rel="next"')
    bytes_of_it = stranger.get("sources/uniprot/P00001/versions/1.0.0/files/dat")
    assert bytes_of_it.headers["Deprecation"] == SINCE


def test_links_are_told_together(old: VersionRef, stranger: Api) -> None:
    page = stranger.get(f"{AT}/1.0.0/audit", limit=1)
    following, successor = page.headers["Link"].split(", ")
    assert following.endswith('rel="next"')
    assert successor == SUCCESSOR


def first_of(source: str) -> VersionRef:
    return find_version("uniprot", source, "1.0.0")
