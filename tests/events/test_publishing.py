"""The outbox: one row for what happened, in the transaction in which it happened."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.audit.models import AuditLog
from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.events.models import Event
from apps.events.publishing import Announcement, publish
from apps.organizations import commands
from tests.builders import at, person
from tests.conftest import leaves_no_trace

NOON = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    id: UUID
    seen_at: datetime
    subject: str = "things/one"


class ThingSeen(Announcement):
    type: ClassVar[str] = "thing.seen"


def _seen() -> ThingSeen:
    return ThingSeen(resource=Thing(id=UUID(int=1), seen_at=NOON))


def test_an_event_says_what_happened_to_what_when_and_by_whom(actor: Actor) -> None:
    with at(NOON):
        publish(_seen(), actor=actor)
    event = Event.objects.get(type="org.bdp.thing.seen")
    assert (event.subject, event.time, event.id.version) == ("things/one", NOON, 7)
    assert event.data == {
        "id": str(UUID(int=1)),
        "actor": {"id": str(actor.user_id), "label": "curie"},
        "resource": {
            "id": str(UUID(int=1)),
            "seen_at": "2026-03-01T12:00:00.000005Z",
            "subject": "things/one",
        },
    }  # fmt: skip


def test_the_registry_itself_is_an_actor_without_id(db: None, operator: Actor) -> None:
    publish(_seen(), actor=operator)
    assert Event.objects.get().data["actor"] == {"id": None, "label": "test"}


def test_events_sort_in_the_order_they_were_written(db: None, operator: Actor) -> None:
    for _ in range(20):
        publish(_seen(), actor=operator)
    ids = list(Event.objects.order_by("id").values_list("id", flat=True))
    assert ids == sorted(ids)
    assert [event.id for event in Event.objects.order_by("time", "id")] == ids


def test_trace_and_event_come_with_their_command(committed: None, operator: Actor) -> None:
    commands.create_organization(actor=operator, slug="go", name="GO")
    connection.close()
    (event,), (row,) = Event.objects.all(), AuditLog.objects.all()
    assert (event.type, event.subject) == ("org.bdp.organization.created", "organizations/go")
    assert event.data["id"] == str(row.entity_id)
    assert event.data["resource"]["slug"] == row.entity_label == "go"
    assert event.data["resource"]["created_at"].endswith("Z")


def test_trace_and_event_go_with_their_command(committed: None, operator: Actor) -> None:
    with leaves_no_trace(), transaction.atomic():
        commands.create_organization(actor=operator, slug="go", name="GO")
        transaction.set_rollback(True)


def test_a_refused_command_announces_nothing(db: None) -> None:
    ada = person("ada")
    with leaves_no_trace(), pytest.raises(NotAllowed):
        commands.create_organization(actor=ada, slug="go", name="GO")


def test_an_event_that_cannot_be_written_undoes_its_command(
    db: None, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apps.organizations.events import OrganizationCreated

    monkeypatch.setattr(OrganizationCreated, "type", "x" * 200)
    with leaves_no_trace(), pytest.raises(Exception, match="too long"), transaction.atomic():
        commands.create_organization(actor=operator, slug="go", name="GO")


def test_subscribers_find_a_subject_by_an_index(db: None) -> None:
    query = "SELECT indexdef FROM pg_indexes WHERE indexname = 'event_subject'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchone()[0].endswith("(subject)")
