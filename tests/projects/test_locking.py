"""Locks of a project: their bytes, their history, and what tells one from the one before."""

from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from apps.projects.commands import create_project, lock_project, update_project
from apps.projects.models import Content, ProjectLock
from apps.resolving.locks import checksum_of
from tests import builders
from tests.checks import at_once, refused
from tests.conftest import leaves_no_trace, leaves_trace
from tests.projects.lab import Lab, written


def test_the_api_and_the_operators_give_the_same_bytes(screen: Lab, tmp_path: Path) -> None:
    screen.locks("lab:reads@^1", "lab:reads")
    manifest, lock = tmp_path / "bdp.yml", tmp_path / "bdl.lock"
    manifest.write_bytes(screen.bytes_of("manifest?style=yaml"))

    call_command("resolve", manifest=manifest, output=lock)

    assert lock.read_bytes() == screen.bytes_of() == written(screen.told("lock"))


def test_a_lock_is_kept_with_its_trace(screen: Lab) -> None:
    screen.uses("lab:reads")
    with leaves_trace("lock_project", "project.locked") as row:
        answer = screen.lock(reason="for the paper")

    assert answer.body["sources"]["lab:reads"]["resolved"] == "lab:reads@1.0.0"
    assert answer.body["checksum"] == checksum_of(answer.body)
    assert row.metadata["after"] == {"number": 1, "checksum": answer.body["checksum"], "pins": 1}
    assert row.event.data["lock"]["number"] == 1
    assert row.event.data["resource"]["locked_at"] is not None


def test_the_same_again_is_no_other_lock(screen: Lab) -> None:
    screen.locks("lab:reads")
    with leaves_no_trace():
        assert screen.lock().status == 200
    assert ProjectLock.objects.count() == 1


def test_every_lock_stays_with_what_it_changed(screen: Lab) -> None:
    builders.source("calls", of="lab")
    builders.release("one", of="lab/calls")
    screen.locks("lab:reads", "lab:reads@first")
    first = screen.told("lock")
    builders.release("second", of="lab/reads", on="2026-02-01")
    screen.locks("lab:reads", "lab:calls")

    listed = screen.told("locks")["results"]
    counts = [(each["number"], each["added"], each["changed"], each["removed"]) for each in listed]
    assert counts == [(2, 1, 1, 1), (1, 0, 0, 0)]
    assert listed[1]["checksum"] == first["checksum"]
    assert screen.told("lock", number=1) == first
    told = screen.told("lock", envelope="true")
    assert (told["number"], told["locked_by"]) == (2, "maintainer")
    assert told["lock"] == screen.told("lock")
    assert {(each["spec"], each["before"], each["after"]) for each in told["difference"]} == {
        ("lab:reads", "lab:reads@1.0.0", "lab:reads@1.1.0"),
        ("lab:reads@first", "lab:reads@1.0.0", None),
        ("lab:calls", None, "lab:calls@1.0.0"),
    }
    (moved,) = (each for each in told["difference"] if each["before"] and each["after"])
    assert moved["facts"] == ["effective_date", "external_version"]
    assert screen.told("lock", number=1, envelope="true")["difference"] == []


def test_the_same_bytes_are_kept_once_whoever_locks_them(screen: Lab, lab: SimpleNamespace) -> None:
    screen.locks("lab:reads")
    Lab(lab.owner.api, "other").locks("lab:reads")

    assert (ProjectLock.objects.count(), Content.objects.count()) == (2, 1)


def test_a_lock_may_look_from_an_earlier_day(screen: Lab) -> None:
    builders.release("second", of="lab/reads", on="2026-02-01")
    screen.uses("lab:reads")

    answer = screen.lock(as_of="2026-01-15")

    assert answer.body["sources"]["lab:reads"]["resolved"] == "lab:reads@1.0.0"
    assert answer.body["as_of"] == date(2026, 1, 15).isoformat()
    assert screen.reconcile()["in_sync"] is True


def test_a_manifest_that_names_nothing_cannot_be_locked(screen: Lab) -> None:
    with leaves_no_trace():
        refused(screen.lock(), 409, "project.empty_manifest")
    refused(screen.api.get(f"{screen.path}/lock"), 404, "project.lock_not_found")


def test_every_spec_that_fails_is_told_and_nothing_is_kept(screen: Lab) -> None:
    screen.uses("lab:reads", "lab:nothing", "lab:reads@9.9.9", "nobody:at-all")
    with leaves_no_trace():
        answer = screen.lock()

    refused(answer, 422, "resolve.unresolvable")
    assert len(answer.body["errors"]) == 3


def test_what_was_locked_stays_where_a_later_lock_fails(screen: Lab) -> None:
    screen.locks("lab:reads")
    before = screen.bytes_of()
    screen.uses("lab:nothing")

    assert screen.lock().status == 422
    assert screen.bytes_of() == before


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "2147483648"])
def test_a_lock_that_is_not_there_is_told(screen: Lab, number: str) -> None:
    screen.locks("lab:reads")
    answer = screen.api.get(f"{screen.path}/lock", number=number)
    assert answer.status == (404 if number == "99" else 400)


def test_of_those_who_lock_at_once_one_keeps_and_all_have_it(committed: None) -> None:
    ada = builders.person("ada")
    builders.organization("lab")
    builders.source("reads", of="lab")
    builders.release("first", of="lab/reads")
    mine: Any = {"actor": ada, "owner": "@ada", "name": "screen"}
    create_project(**mine)
    update_project(**mine, manifest={"project": {}, "sources": ["lab:reads"], "tools": []})

    locks = at_once(*[partial(lock_project, **mine)] * 4)

    assert {lock.number for lock in locks} == {1}  # type: ignore[attr-defined]
    assert ProjectLock.objects.count() == 1
