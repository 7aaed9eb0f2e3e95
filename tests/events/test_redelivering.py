"""What is told again comes in turn with the others of its subject, and none is left behind."""

from threading import Thread
from typing import Any

import pytest
from django.db import connections, transaction

from apps.events import deliveries
from apps.events.carrying import deliver_all
from apps.events.commands import redeliver_event, replay_events
from apps.events.errors import DeliveryNotFound, DeliveryUnderWay
from apps.events.models import Delivery
from apps.events.sending import Due, senders
from apps.events.subscribing import Told
from apps.organizations.commands import update_organization
from tests import builders
from tests.conftest import leaves_no_trace
from tests.events.dispatching import comes_true
from tests.events.listening import listening
from tests.events.told import settle

NAMES = ["first", "second", "third"]


def happened() -> list[Delivery]:
    """Three events of one subject, told in order."""
    builders.organization("go", name=NAMES[0])
    for name in NAMES[1:]:
        update_organization(actor=builders.BUILDER, organization="go", name=name)
    settle()
    deliver_all()
    return list(Delivery.objects.order_by("position"))


def again(delivery: Delivery) -> None:
    """Let it be told again."""
    redeliver_event(actor=builders.BUILDER, delivery_id=delivery.id)


def due() -> list[int]:
    """Which of the three wait and may be claimed, now or later."""
    rows = Delivery.objects.filter(state="waiting", next_at__isnull=False)
    return list(rows.order_by("position").values_list("position", flat=True))


def claimed() -> list[Due]:
    return deliveries.claim(9, senders=senders, names=["ear"])


class Ear(list[str]):
    """The names it heard."""

    def __call__(self, told: Told) -> None:
        self.append(told.data["resource"]["name"])


@pytest.mark.django_db
def test_of_one_subject_one_is_due_and_the_earliest_comes_first() -> None:
    ear = Ear()
    with listening("ear", does=ear):
        told = happened()
        for delivery in reversed(told):
            again(delivery)
        assert due() == [told[0].position]
        ear.clear()
        deliver_all()
    assert ear == NAMES


@pytest.mark.django_db
def test_what_is_told_again_waits_behind_an_attempt_that_has_begun() -> None:
    ear = Ear()
    with listening("ear", does=ear):
        told = happened()
        again(told[1])
        (second,) = claimed()
        begun = deliveries.begin(second)
        assert begun
        again(told[0])
        assert due() == [told[1].position]
        with leaves_no_trace(), pytest.raises(DeliveryUnderWay):
            again(told[1])
        with leaves_no_trace(), pytest.raises(DeliveryUnderWay):
            again(told[0])
        deliveries.end(begun)
        ear.clear()
        deliver_all()
    assert ear == NAMES[:1]


@pytest.mark.django_db
def test_what_is_claimed_and_not_begun_gives_way_to_what_came_before_it() -> None:
    with listening("ear", does=Ear()):
        told = happened()
        again(told[1])
        (second,) = claimed()
        again(told[0])
        assert due() == [told[0].position]
        assert deliveries.begin(second) is None


@pytest.mark.django_db
def test_a_replay_leaves_nobody_waiting_for_what_is_gone() -> None:
    ear = Ear()
    with listening("ear", does=ear):
        told = happened()
        again(told[2])
        (third,) = claimed()
        assert deliveries.begin(third)
        again(told[0])
        replay_events(actor=builders.BUILDER, subscriber="ear", position=told[0].position)
        ear.clear()
        deliver_all()
    assert ear == NAMES


@pytest.mark.usefixtures("committed")
def test_who_tells_again_waits_for_who_does_so_just_now() -> None:
    with listening("ear", does=Ear()):
        told = happened()
        other = Thread(target=_again_elsewhere, args=(told[0],))
        with transaction.atomic():
            again(told[1])
            other.start()
            assert not comes_true(lambda: not other.is_alive(), seconds=0.5)
        other.join(10)
        assert due() == [told[0].position]


@pytest.mark.django_db
def test_what_there_is_not_is_not_under_way() -> None:
    with leaves_no_trace(), pytest.raises(DeliveryNotFound):
        redeliver_event(actor=builders.BUILDER, delivery_id=builders.BUILDER.request_id)


def _again_elsewhere(delivery: Any) -> None:
    try:
        again(delivery)
    finally:
        connections.close_all()
