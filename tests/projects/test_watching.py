"""What touches a watched project, and what it comes to hear of."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.events.carrying import deliver_all
from apps.events.models import Event
from apps.projects.models import Reconciliation
from apps.projects.tasks import compare_touched
from apps.projects.watching import compare_next, touch
from apps.versions.commands import deprecate_version, unyank_version, yank_version
from apps.versions.models import Version
from tests import builders
from tests.builders import BUILDER
from tests.clients import Api
from tests.events.told import settle
from tests.projects.lab import Lab
from tests.projects.watchers import make_due, touched
from tests.records import record
from tests.releases import ingest

READS: Any = {"actor": BUILDER, "organization": "lab", "source": "reads", "version": "1.0.0"}


@pytest.fixture
def watched(lab: SimpleNamespace) -> Lab:
    """A project that is watched and locked, in a registry whose worker has heard of all so far."""
    builders.source("calls", of="lab")
    builders.release("one", of="lab/calls")
    made = Lab(lab.maintainer.api, "screen", watch=True).locks("lab:reads@1.0.0")
    tell()
    return made


def tell() -> None:
    """Let a worker tell what happened."""
    settle()
    deliver_all()


def results() -> list[tuple[bool, str]]:
    return list(Reconciliation.objects.order_by("id").values_list("in_sync", "reconciled_by"))


def compare() -> int:
    """Let a worker compare what is due; how many that were."""
    make_due()
    return sum(1 for _ in iter(compare_next, False))


def test_each_move_of_a_pin_is_compared_and_announced(watched: Lab) -> None:
    for move in (
        lambda: builders.release("second", of="lab/reads", on="2026-02-01"),
        lambda: deprecate_version(**READS, reason="old"),
        lambda: yank_version(**READS, reason="bad"),
        lambda: unyank_version(**READS),
    ):
        move()
        tell()
        assert touched() == ["screen"]
        assert compare() == 1

    assert results() == [(False, "watch")] * 4
    events = Event.objects.filter(type="org.bdp.project.reconciled").order_by("id")
    told = [event.data["resource"]["pins"][0]["status"] for event in events]
    assert told == ["newer", "deprecated", "yanked", "deprecated"]
    assert {event.subject for event in events} == {"projects/lab/screen"}
    assert {event.data["actor"]["label"] for event in events} == {"watch"}


def test_what_is_no_pin_touches_nothing(watched: Lab) -> None:
    builders.release("two", of="lab/calls")
    tell()

    assert touched() == []


def test_a_burst_makes_one_reconciliation(watched: Lab) -> None:
    for n in range(12):
        builders.release(f"more {n}", of="lab/reads", on=f"2026-03-{n + 1:02}")
        tell()

    assert touched() == ["screen"]
    assert compare() == 1
    assert len(results()) == 1


def test_what_is_no_news_is_not_announced(watched: Lab) -> None:
    builders.release("zeroth", of="lab/reads", on="2025-01-01")
    tell()
    assert compare() == 1
    assert results() == []

    builders.release("second", of="lab/reads", on="2026-02-01")
    tell()
    compare()
    builders.release("minus one", of="lab/reads", on="2024-01-01")
    tell()
    assert compare() == 1
    assert results() == [(False, "watch")]


def test_that_all_is_well_again_is_news(watched: Lab) -> None:
    yank_version(**READS, reason="bad")
    tell()
    compare()
    unyank_version(**READS)
    tell()
    compare()

    assert results() == [(False, "watch"), (True, "watch")]


def test_a_project_that_is_not_watched_is_left_alone(watched: Lab, lab: SimpleNamespace) -> None:
    Lab(lab.owner.api, "quiet").locks("lab:reads@1.0.0")
    watched.api.patch(watched.path, {"watch": False})
    builders.release("second", of="lab/reads", on="2026-02-01")
    tell()

    assert touched() == []


def test_a_release_touches_who_pins_a_member_that_it_changed(lab: SimpleNamespace) -> None:
    builders.organization("uniprot")
    ingest(record("P00001"), record("P00002"), release="2026_01", day=date(2026, 1, 28))
    Lab(lab.owner.api, "changed", watch=True).locks("uniprot:P00001@1.0.0")
    Lab(lab.owner.api, "same", watch=True).locks("uniprot:P00002@1.0.0")
    Lab(lab.owner.api, "whole", watch=True).locks("uniprot:swissprot@2026_01")
    tell()
    changed = record("P00001", keyword="Hormone")
    ingest(changed, record("P00002"), release="2026_02", day=date(2026, 3, 25))
    tell()

    assert touched() == ["changed", "whole"]
    assert compare() == 2


def test_many_pins_that_one_release_changes_touch_a_project_once(lab: SimpleNamespace) -> None:
    builders.organization("uniprot")
    accessions = [f"P{n:05}" for n in range(300)]
    ingest(*map(record, accessions), release="2026_01", day=date(2026, 1, 28))
    screen = Lab(lab.owner.api, "screen", watch=True)
    screen.locks("uniprot:swissprot@2026_01", *(f"uniprot:{each}" for each in accessions))
    changed = [record(each, keyword="Hormone") for each in accessions]
    ingest(*changed, release="2026_02", day=date(2026, 3, 25))
    (release,) = Version.objects.filter(source__slug="swissprot", external_version="2026_02")

    assert touch(release.pk, members=True) == 1

    assert touched() == ["screen"]
    assert compare() == 1


def test_a_project_that_went_meanwhile_is_not_compared(watched: Lab) -> None:
    builders.release("second", of="lab/reads", on="2026-02-01")
    tell()
    watched.api.delete(watched.path)

    assert touched() == []
    assert compare() == 0


def test_a_comparison_that_fails_is_made_again(watched: Lab) -> None:
    builders.release("second", of="lab/reads", on="2026-02-01")
    tell()
    make_due()

    def fails(**_: object) -> None:
        message = "the machine is switched off"
        raise OSError(message)

    assert compare_next(fails)
    assert not compare_next(fails), "it is not due for a while, and holds up no other"

    assert touched() == ["screen"]
    make_due()
    assert compare() == 1


def test_a_job_waits_until_the_burst_is_over(watched: Lab) -> None:
    for n in range(3):
        builders.release(f"more {n}", of="lab/reads", on=f"2026-03-{n + 1:02}")
    tell()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), bool_and(scheduled_at > clock_timestamp()) FROM procrastinate_jobs"
            " WHERE task_name = 'apps.projects.tasks.compare_touched'"
        )
        jobs, later = cursor.fetchone()
    assert (jobs in {1, 2}, later) == (True, True)

    compare_touched(0)
    assert results() == [], "it is not due yet"
    make_due()
    compare_touched(0)
    assert len(results()) == 1


def test_the_events_of_a_project_are_for_who_sees_it(watched: Lab, lab: SimpleNamespace) -> None:
    lab.stranger.api.post("projects", {"name": "mine"})
    settle()

    def heard(api: Any) -> set[str]:
        told = api.get("events", subject="projects", limit="1000").body["results"]
        return {event["subject"] for event in told}

    assert heard(lab.member.api) == {"projects/lab/screen"}
    assert heard(lab.stranger.api) == {"projects/@stranger/mine"}
    assert heard(Api()) == set()


@pytest.mark.parametrize("count", [1, 20])
def test_a_publish_asks_as_much_however_many_watch(lab: SimpleNamespace, count: int) -> None:
    for n in range(count):
        Lab(lab.maintainer.api, f"screen-{n}", watch=True).locks("lab:reads@1.0.0")
    tell()
    made = builders.draft("second", of="lab/reads", on="2026-02-01")
    from apps.versions.commands import publish_version

    with CaptureQueriesContext(connection) as captured:
        publish_version(actor=BUILDER, **builders.address(made))
    assert len([query for query in captured if "projects_" in query["sql"]]) == 0
    settle()
    with CaptureQueriesContext(connection) as captured:
        deliver_all()
    assert len([query for query in captured if "projects_" in query["sql"]]) == 1
    assert len(touched()) == count
