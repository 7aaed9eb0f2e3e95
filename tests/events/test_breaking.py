"""What nobody foresaw breaks no lane for good, and no worker looks healthy that does nothing."""

import subprocess
from typing import Any

import pytest

from apps.events.carrying import deliver_all
from apps.events.models import Delivery
from apps.events.subscribing import Told
from apps.organizations.events import OrganizationCreated
from tests import builders
from tests.events import counting
from tests.events.dispatching import comes_true, dispatching
from tests.events.listening import listening
from tests.events.told import settle


@pytest.mark.usefixtures("committed")
def test_a_worker_that_can_deliver_no_more_ends_and_says_why() -> None:
    running = counting.start("-m", "tests.events.dying", says=subprocess.PIPE)
    try:
        _, said = running.communicate(timeout=30)
    finally:
        counting.end(running)
    assert running.returncode == 1
    assert b"it cannot deliver what happens: UnicodeEncodeError" in said


@pytest.mark.usefixtures("committed")
def test_a_lane_that_breaks_off_is_opened_again() -> None:
    heard: list[str] = []

    def leave(told: Told) -> None:
        if told.subject.endswith("/go"):
            raise SystemExit
        heard.append(told.subject)

    with listening("ear", OrganizationCreated, does=leave):
        for slug in ("go", "pdb", "uniprot"):
            builders.organization(slug)
        with dispatching(1):
            assert comes_true(lambda: len(heard) > 1, seconds=10)
        kept: Any = Delivery.objects.get(subject="organizations/go")
        assert (kept.state, kept.attempts) == ("waiting", 1)


@pytest.mark.django_db
def test_a_failure_that_no_database_can_hold_is_told_as_far_as_it_can() -> None:
    def refuse(_: Told) -> None:
        message = "half a \ud800 letter, and \0 none"
        raise ValueError(message)

    with listening("ear", OrganizationCreated, does=refuse):
        builders.organization("go")
        settle()
        deliver_all()
    assert Delivery.objects.get().last_error == "ValueError: half a \\ud800 letter, and  none"
