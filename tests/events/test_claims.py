"""What a worker claimed and did not come to is nobody's fault; what it died of is found."""

import time

import pytest
from django.db.models import Max

from apps.events import deliveries
from apps.events.calling import MOST_ATTEMPTS
from apps.events.carrying import deliver_all
from apps.events.models import Delivery
from apps.events.sending import senders
from apps.organizations.events import OrganizationCreated
from tests import builders
from tests.events import counting
from tests.events.dispatching import comes_true, dispatching
from tests.events.listening import listening, make_due, states
from tests.events.racing import connected, write
from tests.events.told import settle

SLUGS = ["go", "pdb", "uniprot"]


def happen(*slugs: str) -> None:
    for slug in slugs:
        builders.organization(slug)
    settle()


@pytest.mark.django_db
def test_workers_that_die_with_a_full_queue_count_against_nothing_in_it() -> None:
    heard: list[object] = []
    with listening("ear", OrganizationCreated, does=heard.append):
        happen(*SLUGS)
        deliveries.fan_out(["ear"])
        for _ in range(MOST_ATTEMPTS + 1):
            assert len(deliveries.claim(9, senders=senders, names=["ear"])) == len(SLUGS)
            make_due()
        deliver_all()
    assert len(heard) == len(SLUGS)
    assert {tries for *_, tries in states("ear")} == {1}


@pytest.mark.django_db
def test_what_a_worker_may_have_died_of_is_claimed_alone() -> None:
    asked = {"senders": senders, "names": ["ear"]}
    with listening("ear", OrganizationCreated, does=lambda _: None):
        happen(*SLUGS)
        deliveries.fan_out(["ear"])
        for due in deliveries.claim(2, **asked):  # type: ignore[arg-type]
            assert deliveries.begin(due)
        make_due()
        (innocent,) = deliveries.claim(9, **asked)  # type: ignore[arg-type]
        assert innocent.attempts == 0
        (suspect,) = deliveries.claim(1, **asked, suspected=True)  # type: ignore[arg-type]
        assert suspect.attempts == 1


@pytest.mark.usefixtures("committed")
def test_what_kills_real_workers_is_parked_and_costs_nobody_else() -> None:
    counting.prepare()
    counting.happen(60, 20)
    with connected() as connection:
        write(connection, counting.POISON)
        connection.commit()
    counting.happen(60, 20)
    for killed in (0, 1, MOST_ATTEMPTS - 1):  # as if more had died before the last
        Delivery.objects.filter(subject=counting.POISON).update(attempts=killed)
        _work_until_killed()
        make_due()
    with counting.worker():
        assert comes_true(_is_parked, seconds=30)
        assert counting.wait_until_heard(120, 30)
    assert counting.heard() == (120, 1, 0)
    others = Delivery.objects.exclude(subject=counting.POISON)
    assert others.filter(state="done").count() == 120
    assert others.aggregate(most=Max("attempts"))["most"] < MOST_ATTEMPTS / 2


@pytest.mark.usefixtures("committed")
def test_a_worker_that_ends_leaves_its_full_queue_to_others_uncounted() -> None:
    heard: list[object] = []

    def hear_slowly(told: object) -> None:
        time.sleep(0.1)
        heard.append(told)

    slugs = [f"o{number}" for number in range(40)]
    with listening("ear", OrganizationCreated, does=hear_slowly):
        happen(*slugs)
        with dispatching(2):
            assert comes_true(lambda: len(heard) > 1, seconds=20)
        left = Delivery.objects.filter(state="waiting")
        assert len(heard) + left.count() == len(slugs)
        assert left.filter(attempts=0, begun_at=None).count() == left.count() > 20
        assert len(deliveries.claim(99, senders=senders, names=["ear"])) == left.count()


def _work_until_killed() -> None:
    running = counting.start()
    try:
        assert running.wait(30) == -9
    finally:
        counting.end(running)


def _is_parked() -> bool:
    return Delivery.objects.filter(subject=counting.POISON, state="dead").exists()
