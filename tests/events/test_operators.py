"""What operators see of what happened, and what they can have told again."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from apps.core.services import PRIMARY, services
from apps.core.tasks import sweep_store
from apps.events.calling import MOST_ATTEMPTS
from apps.events.carrying import deliver_all
from apps.events.models import Delivery
from apps.events.subscribing import Told
from apps.organizations.events import OrganizationCreated
from tests import builders
from tests.conftest import leaves_no_trace, leaves_trace
from tests.events.listening import listening, told_in_vain
from tests.events.told import settle

pytestmark = pytest.mark.django_db


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a command prints with --json."""
    capsys.readouterr()
    call_command(*arguments, "--json")
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """In which sentence a command refuses."""
    with pytest.raises(SystemExit, match="1"):
        call_command(*arguments)
    return capsys.readouterr().err


@pytest.fixture
def dead() -> Delivery:
    """An event that nobody could bear."""
    return told_in_vain()


def test_events_are_followed_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    builders.organization("go")
    settle()
    call_command("events", "tail", "--once")
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["subject"] == "organizations/go"


def test_what_is_dead_is_listed_and_tried_again(
    dead: Delivery, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("jobs", "list")
    assert f"{dead.id}  dead      ear organizations/go: ValueError: no" in capsys.readouterr().out
    (listed,) = told(capsys, "jobs", "list")["dead"]
    assert (listed["attempts"], listed["last_error"]) == (MOST_ATTEMPTS, "ValueError: no")
    with leaves_trace("redeliver_event") as row:
        assert told(capsys, "jobs", "retry", str(dead.id)) == {"retried": str(dead.id)}
    assert (row.entity_type, row.entity_label) == ("delivery", "organizations/go")
    assert told(capsys, "jobs", "list")["dead"] == []


def test_a_job_that_failed_runs_again_and_one_under_way_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    failed, waiting = (str(sweep_store.configure().defer(timestamp=0)) for _ in range(2))
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [failed])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [failed])
    with leaves_trace("retry_job") as row:
        assert told(capsys, "jobs", "retry", failed) == {"retried": failed}
    assert row.metadata == {"after": {"job": int(failed)}}
    standing = {job["id"]: job["status"] for job in told(capsys, "jobs", "list")["jobs"]}
    assert standing == {int(failed): "todo", int(waiting): "todo"}
    assert "Nothing that failed" in refused(capsys, "jobs", "retry", waiting)


@pytest.mark.parametrize("wrong", ["17", "x", "019be2cf-0a4e-7b6d-8c1f-2e3d4c5b6a79", "9" * 30])
def test_what_did_not_fail_is_not_tried_again(
    wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Nothing that failed has the id" in refused(capsys, "jobs", "retry", wrong)


def test_a_subscriber_is_told_its_history_again(
    dead: Delivery, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: list[Told] = []
    with listening("ear", OrganizationCreated, does=heard.append):
        with leaves_trace("replay_events") as row:
            answer = told(capsys, "events", "replay", "--subscriber", "ear")
        assert answer == {"subscriber": "ear", "position": 0, "events": 1}
        assert row.metadata == {"before": {"position": 1}, "after": {"position": 0}}
        deliver_all()
    assert [event.subject for event in heard] == ["organizations/go"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "Say whom: --subscriber NAME."),
        (["--subscriber", "nobody"], "There is no subscriber “nobody”."),
        (["--subscriber", "nobody", "--from", "-1"], "--from takes “first” or the position"),
    ],
)
def test_history_is_told_to_somebody_and_from_somewhere(
    arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert why in refused(capsys, "events", "replay", *arguments)


def test_a_subscriber_is_not_sent_beyond_where_it_is(
    dead: Delivery, capsys: pytest.CaptureFixture[str]
) -> None:
    with leaves_no_trace():
        told = refused(capsys, "events", "replay", "--subscriber", "ear", "--from", "2")
    assert "ear has come to position 1 only" in told
