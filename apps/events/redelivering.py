"""How a delivery is made again: at once, but in turn with the others of its subject."""

from typing import Any
from uuid import UUID

from apps.core.services import PRIMARY, services
from apps.events.deliveries import LOCKS
from apps.events.errors import DeliveryNotFound, DeliveryUnderWay

LOCK = """
SELECT subject, pg_advisory_xact_lock(%(locks)s, hashtext(subscription_id::text))
  FROM events_delivery
 WHERE id = %(id)s AND subscription_id = coalesce(%(of)s, subscription_id)
"""
RESTART = """
UPDATE events_delivery
   SET state = 'waiting', attempts = 0, claims = claims + 1, begun_at = NULL, next_at = NULL,
       ended_at = NULL
 WHERE id = %(id)s
   AND (state <> 'waiting' OR begun_at IS NULL AND next_at > clock_timestamp())
RETURNING id
"""
STEP_BACK = """
UPDATE events_delivery AS later SET next_at = NULL, claims = later.claims + 1
  FROM events_delivery AS told
 WHERE told.id = %(id)s AND later.subscription_id = told.subscription_id
   AND later.subject = told.subject AND later.position > told.position
   AND later.state = 'waiting' AND later.next_at IS NOT NULL AND later.begun_at IS NULL
"""
TAKE_TURN = """
UPDATE events_delivery AS told SET next_at = clock_timestamp()
 WHERE id = %(id)s
   AND NOT EXISTS (SELECT FROM events_delivery AS other
                    WHERE other.subscription_id = told.subscription_id
                      AND other.subject = told.subject
                      AND other.state = 'waiting' AND other.next_at IS NOT NULL)
"""


def redeliver(delivery: UUID, *, of: UUID | None = None) -> str:
    """Let a delivery that has ended, or waits for another attempt, be due; returns its subject.

    Later events of its subject wait behind it, except one whose attempt has begun: then it waits
    behind that. Raises `DeliveryNotFound`, also for one that is none `of` the subscription, or
    `DeliveryUnderWay`. The transaction at hand holds the subscription's lock until it ends.
    """
    told: dict[str, Any] = {"id": delivery, "of": of, "locks": LOCKS}
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(LOCK, told)
        if (found := cursor.fetchone()) is None:
            raise DeliveryNotFound(delivery=delivery)
        cursor.execute(RESTART, told)
        if cursor.fetchone() is None:
            raise DeliveryUnderWay
        cursor.execute(STEP_BACK, told)
        cursor.execute(TAKE_TURN, told)
    return str(found[0])
