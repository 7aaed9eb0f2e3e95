"""Functions are told what happened: at least once, in order per subject, whatever raises."""

from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from apps.events import deliveries
from apps.events.calling import MOST_ATTEMPTS
from apps.events.carrying import carry, deliver_all
from apps.events.commands import redeliver_event, replay_events
from apps.events.errors import DeliveryUnderWay
from apps.events.models import Delivery
from apps.events.sending import senders
from apps.events.subscribing import NameTaken, Told, subscriber, subscribers
from apps.organizations.commands import update_organization
from apps.organizations.events import OrganizationCreated, OrganizationUpdated
from apps.organizations.models import Organization
from tests import builders
from tests.events.listening import listening, make_due, states
from tests.events.told import settle

pytestmark = pytest.mark.django_db


class Ear:
    """Hears, and raises as long as it is told of somebody whom it cannot bear."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.cannot_bear: set[str] = set()

    def __call__(self, told: Told) -> None:
        slug = told.data["resource"]["slug"]
        if slug in self.cannot_bear:
            message = f"I cannot bear {slug}"
            raise ValueError(message)
        self.heard.append((slug, told.data["resource"]["name"]))


def happen(*slugs: str) -> None:
    for slug in slugs:
        builders.organization(slug, name="first")
        for name in ("second", "third"):
            update_organization(actor=builders.BUILDER, organization=slug, name=name)
    settle()


def deliver() -> None:
    deliver_all()


IN_ORDER = ["first", "second", "third"]
ALL = (OrganizationCreated, OrganizationUpdated)


def test_a_subscriber_hears_what_happens_in_order() -> None:
    ear = Ear()
    with listening("ear", *ALL, does=ear):
        happen("go", "pdb")
        deliver()
        deliver()
    assert [name for slug, name in ear.heard if slug == "go"] == IN_ORDER
    assert [name for slug, name in ear.heard if slug == "pdb"] == IN_ORDER
    assert len(ear.heard) == 6


def test_a_long_history_is_told_in_order_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "MOST_AT_ONCE", 2)
    happen("go", "pdb", "uniprot")
    ear = Ear()
    with listening("ear", OrganizationUpdated, does=ear, start="first"):
        deliver()
    assert [name for slug, name in ear.heard if slug == "uniprot"] == ["second", "third"]
    assert len(ear.heard) == 6


def test_a_subscriber_hears_only_what_it_asked_for() -> None:
    ear = Ear()
    with listening("ear", OrganizationUpdated, does=ear):
        happen("go")
        deliver()
    assert [name for _, name in ear.heard] == ["second", "third"]


def test_a_new_subscriber_starts_from_now_or_from_the_first_event() -> None:
    happen("go")
    late, historian = Ear(), Ear()
    with listening("late", *ALL, does=late), listening("old", *ALL, does=historian, start="first"):
        happen("pdb")
        deliver()
    assert {slug for slug, _ in late.heard} == {"pdb"}
    assert [name for slug, name in historian.heard if slug == "go"] == IN_ORDER
    assert len(historian.heard) == 6


def test_a_subject_waits_for_its_head_and_the_others_go_on() -> None:
    ear = Ear()
    ear.cannot_bear = {"go"}
    with listening("ear", *ALL, does=ear):
        happen("go", "pdb")
        deliver()
        assert ear.heard == [("pdb", name) for name in IN_ORDER]
        assert [state for subject, *state in states("ear") if subject.endswith("go")] == [
            ["waiting", 1], ["waiting", 0], ["waiting", 0],
        ]  # fmt: skip
        ear.cannot_bear = set()
        make_due()
        deliver()
    assert ear.heard[3:] == [("go", name) for name in IN_ORDER]


def test_what_always_raises_is_parked_dead_and_the_rest_goes_on() -> None:
    ear = Ear()
    ear.cannot_bear = {"go"}
    with listening("ear", *ALL, does=ear):
        happen("go", "pdb")
        for _ in range(3 * MOST_ATTEMPTS):
            deliver()
            make_due()
        builders.organization("later")
        settle()
        deliver()
    assert [
        (state, tries) for subject, state, tries in states("ear") if subject.endswith("go")
    ] == [("dead", MOST_ATTEMPTS)] * 3
    assert Delivery.objects.filter(state="dead")[0].last_error == "ValueError: I cannot bear go"
    assert {slug for slug, _ in ear.heard} == {"pdb", "later"}


def test_what_is_dead_can_be_told_again() -> None:
    ear = Ear()
    ear.cannot_bear = {"go"}
    with listening("ear", OrganizationCreated, does=ear):
        happen("go")
        for _ in range(MOST_ATTEMPTS):
            deliver()
            make_due()
        (dead,) = Delivery.objects.filter(state="dead")
        ear.cannot_bear = set()
        redeliver_event(actor=builders.BUILDER, delivery_id=dead.id)
        with pytest.raises(DeliveryUnderWay):  # it waits already
            redeliver_event(actor=builders.BUILDER, delivery_id=dead.id)
        deliver()
    assert ear.heard == [("go", "first")]


def test_attempts_are_further_and_further_apart_and_never_in_step() -> None:
    ear = Ear()
    with listening("ear", *ALL, does=ear):
        happen("go")
        deliveries.fan_out(["ear"])
        (due,) = deliveries.claim(9, senders=senders, names=["ear"])
    from dataclasses import replace

    pauses = [
        [senders["function"].pause_after(replace(due, attempts=n)) or 0 for _ in range(50)]
        for n in range(1, MOST_ATTEMPTS)
    ]
    assert all(len(set(each)) > 40 for each in pauses)
    assert [max(each) for each in pauses] == sorted(max(each) for each in pauses)
    assert senders["function"].pause_after(replace(due, attempts=MOST_ATTEMPTS)) is None


def test_what_a_subscriber_wrote_before_it_raised_is_undone() -> None:
    def rename_and_fail(told: Told) -> None:
        Organization.objects.filter(slug="go").update(name="spoilt")
        raise ValueError

    with listening("spoiler", OrganizationCreated, does=rename_and_fail):
        happen("go")
        deliver()
    assert Organization.objects.get(slug="go").name == "third"


def test_what_a_subscriber_wrote_while_another_took_over_is_undone() -> None:
    def rename_slowly(told: Told) -> None:
        Organization.objects.filter(slug="go").update(name="twice")
        Delivery.objects.update(claims=F("claims") + 1)  # as another's claim would

    with listening("slow", OrganizationCreated, does=rename_slowly):
        happen("go")
        deliver()
    assert Organization.objects.get(slug="go").name == "third"


def test_what_kills_every_worker_is_parked_dead() -> None:
    ear = Ear()
    with listening("ear", OrganizationCreated, does=ear):
        happen("go")
        deliveries.fan_out(["ear"])
        for attempt in range(MOST_ATTEMPTS):
            (due,) = deliveries.claim(9, senders=senders, names=["ear"], suspected=attempt > 0)
            assert deliveries.begin(due)  # and is gone
            make_due()
        deliver()
    assert ear.heard == []
    assert states("ear") == [("organizations/go", "dead", MOST_ATTEMPTS + 1)]
    assert "every worker" in (Delivery.objects.get().last_error or "")


def test_history_is_told_again_from_any_place() -> None:
    ear = Ear()
    with listening("ear", *ALL, does=ear):
        happen("go")
        deliver()
        assert replay_events(actor=builders.BUILDER, subscriber="ear", position=1) == 2
        deliver()
    assert [name for _, name in ear.heard] == [*IN_ORDER, "second", "third"]


def test_a_rolled_back_command_is_told_to_nobody() -> None:
    ear = Ear()
    with listening("ear", *ALL, does=ear):
        with transaction.atomic():
            happen("go")
            transaction.set_rollback(True)
        deliver()
    assert ear.heard == []
    assert states("ear") == []


def test_a_claim_that_was_lost_ends_nothing() -> None:
    ear = Ear()
    with listening("ear", OrganizationCreated, does=ear):
        happen("go")
        deliveries.fan_out(["ear"])
        (first,) = deliveries.claim(9, senders=senders, names=["ear"])
        assert deliveries.claim(9, senders=senders, names=["ear"]) == [], "it is claimed"
        make_due()  # as if its worker had died
        (second,) = deliveries.claim(9, senders=senders, names=["ear"])
        assert not deliveries.end(first)
        assert deliveries.begin(first) is None
        assert states("ear") == [("organizations/go", "waiting", 0)]
        carry(second)
    assert states("ear") == [("organizations/go", "done", 1)]


def test_what_this_program_does_not_know_is_left_to_those_that_do() -> None:
    with listening("elsewhere", *ALL, does=Ear()):
        pass
    happen("go")
    assert "elsewhere" not in subscribers
    deliver()
    assert states("elsewhere") == []


def test_two_functions_cannot_share_a_name() -> None:
    with listening("ear", *ALL, does=Ear()), pytest.raises(NameTaken):
        subscriber(OrganizationCreated, name="ear")(Ear())


def test_many_subjects_are_claimed_before_any_subject_twice() -> None:
    with listening("ear", *ALL, does=Ear()):
        happen("go", "pdb", "uniprot")
        assert deliveries.fan_out(["ear"]) == 9
        claimed = deliveries.claim(100, senders=senders, names=["ear"])
    assert [due.event.subject for due in claimed] == [
        "organizations/go", "organizations/pdb", "organizations/uniprot",
    ]  # fmt: skip


def test_a_stored_event_is_read_by_a_class_that_lost_or_gained_a_field() -> None:
    from apps.events.restoring import restored

    happen("go")
    told: dict[str, Any] = {"resource": dict(_stored("go"))}
    lost = told["resource"].pop("description")
    told["resource"]["founded"] = 1998
    read = restored("org.bdp.organization.created", told).resource
    assert (read.slug, read.description, lost) == ("go", None, None)
    assert not hasattr(read, "founded")
    assert read.created_at == Organization.objects.get(slug="go").created_at


def _stored(slug: str) -> dict[str, Any]:
    from apps.events.models import Event

    event = Event.objects.get(subject=f"organizations/{slug}", type="org.bdp.organization.created")
    resource: dict[str, Any] = event.data["resource"]
    return resource
