"""Who is to hear of events: made, found again, sent back to an earlier place, and ended."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.core.ids import uuid7
from apps.core.services import PRIMARY, services
from apps.events.deliveries import LOCKS
from apps.events.subscribing import subscribers

MAKE = """
INSERT INTO events_subscription
       (id, sender, name, types, subject, organization, position, created_at)
SELECT %(id)s, %(sender)s, %(name)s, %(types)s::text[], %(subject)s, %(organization)s,
       CASE WHEN %(start)s = 'first' THEN 0
            ELSE (SELECT coalesce(max(position), 0) FROM events_position) END, clock_timestamp()
    ON CONFLICT (name) DO UPDATE SET types = excluded.types, subject = excluded.subject,
       organization = excluded.organization
RETURNING id
"""
SEND_BACK = """
WITH found AS (
    UPDATE events_subscription SET position = %(position)s WHERE id = %(id)s
), forgotten AS (
    DELETE FROM events_delivery WHERE subscription_id = %(id)s AND position > %(position)s
)
SELECT coalesce(max(position), 0) - %(position)s FROM events_position
"""
WAKE = """
UPDATE events_delivery AS first SET next_at = clock_timestamp()
 WHERE subscription_id = %s AND state = 'waiting' AND next_at IS NULL
   AND NOT EXISTS (SELECT FROM events_delivery AS other
                    WHERE other.subscription_id = first.subscription_id
                      AND other.subject = first.subject AND other.state = 'waiting'
                      AND (other.next_at IS NOT NULL OR other.position < first.position))
"""
PAUSE = "UPDATE events_subscription SET paused_at = %s WHERE id = %s"


def subscribe(
    *,
    sender: str,
    name: str,
    types: Collection[str] = (),
    subject: str | None = None,
    organization: str | None = None,
    start: str = "now",
    made_as: UUID | None = None,
) -> UUID:
    """The subscription of this name, made if it is new; what it is told of is as given now.

    A new one has the id `made_as`, if that is given.
    """
    told = {
        "id": made_as or uuid7(), "sender": sender, "name": name, "types": list(types),
        "subject": subject, "organization": organization, "start": start,
    }  # fmt: skip
    with _cursor() as cursor:
        cursor.execute(MAKE, told)
        (found,) = cursor.fetchone()
    return UUID(str(found))


def subscribe_functions() -> None:
    """Give every subscriber of the program its subscription."""
    for each in subscribers.values():
        subscribe(sender="function", name=each.name, types=each.types, start=each.start)


def send_back(subscription: UUID, position: int) -> int:
    """Tell a subscription everything behind a position again; returns how many events that may be.

    What of it was under way or waited is forgotten, and made anew; what waited behind that alone
    is due.
    """
    with transaction.atomic(using=PRIMARY), _cursor() as cursor:
        lock = "SELECT pg_advisory_xact_lock(%s, hashtext(%s))"
        cursor.execute(lock, [LOCKS, str(subscription)])
        cursor.execute(SEND_BACK, {"id": subscription, "position": position})
        events = int(cursor.fetchone()[0])
        cursor.execute(WAKE, [subscription])
    return max(0, events)


def pause(subscription: UUID, *, since: Any | None) -> None:
    """Hold everything back from an instant on, or go on for None."""
    with _cursor() as cursor:
        cursor.execute(PAUSE, [since, subscription])


def _cursor() -> Any:
    return services.connection(PRIMARY).cursor()
