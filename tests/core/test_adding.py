"""What is added is what was given, by a statement that PostgreSQL plans once a connection."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connections

from apps.audit.models import AuditOrigin
from apps.core.adding import add_row
from apps.core.services import PRIMARY
from apps.events.models import Event

pytestmark = pytest.mark.django_db

PLANNED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO \"events%'"


def _event(subject: str) -> Event:
    instant = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    return Event(
        type="t",
        subject=subject,
        time=instant,
        public=True,
        version=1,
        data={"name": "é", "none": None, "n": 1},
    )


def test_every_column_holds_what_was_given() -> None:
    event = _event("sources/uniprot/sp")
    origin = AuditOrigin(
        audit_id=uuid4(), ip_address="2001:db8::7", user_agent=None, salt=b"\0\xff"
    )
    add_row(event)
    add_row(origin)

    found, kept = Event.objects.get(id=event.id), AuditOrigin.objects.get(audit_id=origin.audit_id)
    assert (found.type, found.subject, found.time, found.data) == (
        event.type, event.subject, event.time, event.data,
    )  # fmt: skip
    assert (kept.ip_address, kept.user_agent, kept.salt and bytes(kept.salt)) == (
        "2001:db8::7",
        None,
        b"\0\xff",
    )


def test_the_plan_is_made_once() -> None:
    for number in range(5):
        add_row(_event(f"sources/uniprot/p{number}"))

    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(PLANNED)
        assert cursor.fetchone() == (1,)
