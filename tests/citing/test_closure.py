"""The licences of a lock, over HTTP: each with the way on which it comes, and what is flagged."""

from typing import Any

import pytest

from apps.dependencies.commands import set_dependencies
from apps.versions.commands import publish_version
from apps.versions.dtos import VersionRef
from tests import builders
from tests.checks import fields, refused
from tests.clients import Api
from tests.conftest import leaves_no_trace
from tests.records import record
from tests.releases import ingest
from tests.resolving.asking import locked

LICENCES = {
    "study": "CC-BY-4.0", "drugs": "CC-BY-NC-4.0", "genes": "MIT", "words": "other", "notes": None,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _lab(db: None) -> None:
    """Each of these requires the next."""
    builders.organization("lab")
    last = None
    for slug, licence in reversed(LICENCES.items()):
        note = "ask us" if licence == "other" else None
        builders.source(slug, of="lab", license=licence, license_note=note)
        last = _released(slug, *([last] if last else []))


def _released(slug: str, *needs: VersionRef) -> VersionRef:
    made = builders.draft("1", of=f"lab/{slug}", on="2026-01-01")
    sent: Any = [
        {"source": f"{each.organization}/{each.source}", "version": each.version} for each in needs
    ]
    set_dependencies(actor=builders.BUILDER, **builders.address(made), dependencies=sent)
    publish_version(actor=builders.BUILDER, **builders.address(made))
    return made


def _told(stranger: Api, *specs: str) -> Any:
    answer = stranger.post("locks/licenses", locked(*specs))
    assert answer.status == 200, answer.body
    return answer.body


def test_every_licence_is_told_with_the_way_on_which_it_comes(stranger: Api) -> None:
    told = _told(stranger, "lab:study@^1")["licenses"]
    way = ["lab:study@^1", *(f"lab:{slug}@1.0.0" for slug in LICENCES)]
    assert {each["license"]: each["brought_by"][0]["path"] for each in told} == {
        licence: way[: n + 2] for n, licence in enumerate(LICENCES.values())
    }
    assert [each["license"] for each in told] == ["CC-BY-4.0", "CC-BY-NC-4.0", "MIT", "other", None]


def test_what_forbids_commercial_use_is_flagged_and_nothing_else(stranger: Api) -> None:
    (flag,) = _told(stranger, "lab:study@^1")["flags"]
    assert (flag["license"], flag["forbids"]) == ("CC-BY-NC-4.0", ["commercial use"])
    assert flag["brought_by"][0]["path"][-1] == "lab:drugs@1.0.0"


def test_nothing_is_claimed_of_what_nobody_told(stranger: Api) -> None:
    told = {each["license"]: each for each in _told(stranger, "lab:words@1")["licenses"]}
    assert [told[name]["known"] for name in ("other", None)] == [False, False]
    assert told["other"]["brought_by"][0]["note"] == "ask us"


def test_the_way_is_the_shortest_and_a_version_that_was_asked_for_is_its_own(
    stranger: Api,
) -> None:
    told = {
        each["license"]: each["brought_by"][0]["path"]
        for each in _told(stranger, "lab:study@1", "lab:genes@1")["licenses"]
    }
    assert told["MIT"] == ["lab:genes@1", "lab:genes@1.0.0"]
    assert told["other"] == ["lab:genes@1", "lab:genes@1.0.0", "lab:words@1.0.0"]


def test_a_diamond_brings_its_last_once(stranger: Api) -> None:
    builders.source("base", of="lab", license="ODbL-1.0")
    base = _released("base")
    for slug in ("left", "right"):
        builders.source(slug, of="lab", license="MIT")
    sides = [_released(slug, base) for slug in ("left", "right")]
    builders.source("top", of="lab", license="MIT")
    _released("top", *sides)
    told = {each["license"]: each for each in _told(stranger, "lab:top@1")["licenses"]}
    assert (told["ODbL-1.0"]["versions"], told["MIT"]["versions"]) == (1, 3)
    assert told["ODbL-1.0"]["brought_by"][0]["path"][-2] == "lab:left@1.0.0"


def test_a_pin_to_which_no_spec_leads_is_told_all_the_same(stranger: Api) -> None:
    pin = {"lab:drugs@1.0.0": {"resolved": "lab:drugs@1.0.0"}}
    answer = stranger.post("locks/licenses", {"lockfile_version": 1, "dependencies": pin})
    (found,) = answer.body["licenses"]
    assert found["brought_by"][0]["path"] == ["lab:drugs@1.0.0"]


def test_a_pin_in_other_letters_is_the_same_version(stranger: Api) -> None:
    pins = {"a": {"resolved": "lab:DRUGS@1.0.0"}, "b": {"resolved": "lab:drugs@1.0.0"}}
    answer = stranger.post("locks/licenses", {"lockfile_version": 1, "sources": pins})
    (found,) = answer.body["licenses"]
    assert (found["versions"], found["brought_by"][0]["path"][1]) == (1, "lab:drugs@1.0.0")


def test_the_members_of_a_release_bring_theirs(stranger: Api) -> None:
    builders.organization("uniprot", license="CC-BY-4.0")
    builders.source("P00002", name="Odd", source_type="protein", license="CC-BY-NC-4.0")
    ingest(*(record(f"P0000{n}") for n in range(1, 5)))
    told = _told(stranger, "uniprot:swissprot@latest")
    assert {each["license"]: each["versions"] for each in told["licenses"]} == {
        "CC-BY-4.0": 1 + 3, "CC-BY-NC-4.0": 1,
    }  # fmt: skip
    (flag,) = told["flags"]
    assert flag["brought_by"][0]["path"] == [
        "uniprot:swissprot@latest", "uniprot:swissprot@1.0.0", "uniprot:P00002@1.0.0",
    ]  # fmt: skip


def test_a_lock_of_nothing_has_no_licences(stranger: Api) -> None:
    answer = stranger.post("locks/licenses", {"lockfile_version": 1})
    assert answer.body == {"licenses": [], "flags": []}


def test_what_is_unknown_is_named_and_nothing_is_written(stranger: Api) -> None:
    pins = {each: {"resolved": each} for each in ("lab:study@1.0.0", "lab:study@9.0.0")}
    with leaves_no_trace():
        answer = stranger.post("locks/licenses", {"lockfile_version": 1, "sources": pins})
    refused(answer, 404, "version.not_found")
    assert fields(answer) == ["lab:study@9.0.0"]


@pytest.mark.parametrize("path", ["sources/lab/study", "organizations/lab"])
def test_a_licence_that_is_none_is_refused_where_it_is_typed(api: Api, path: str) -> None:
    with leaves_no_trace():
        answer = api.patch(path, {"license": "CC BY 4.0"})
    refused(answer, 400, "request.invalid")
    assert fields(answer) == ["license"]
    assert "CC-BY-4.0" in answer.body["detail"]
    assert api.patch(path, {"license": "CC0-1.0 OR MIT"}).status == 200


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("organizations", {"slug": "new"}),
        ("sources", {"organization": "lab", "slug": "new", "source_type": "other"}),
    ],
)
def test_so_it_is_for_what_is_new(api: Api, path: str, new: dict[str, str]) -> None:
    sent = {"name": "New", **new}
    answer = api.post(path, {**sent, "license": "gratis"})
    refused(answer, 400, "request.invalid")
    assert fields(answer) == ["license"]
    assert api.post(path, {**sent, "license": "other"}).status == 201
