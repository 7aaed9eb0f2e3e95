"""The deliveries' pen: who is due, who has claimed it, and how it ended.

What stands in these tables is no change of the registry, and commits apart from commands. Of each
subject of a subscription at most one delivery is due; the others have no `next_at` until those
before them have ended. So that none is forgotten between two transactions, whoever adds deliveries
to a subscription holds its lock alone, and those who end some share it.

A claim counts nothing: workers come and go with a queue full of them. An attempt of a function
counts as it begins: one that was begun and never heard of again may be what its worker died of. It
is `suspected`: claimed apart, one at a time, so that at last the right one is found. Nobody dies of
what goes to another machine: that counts once it has ended, which spares a statement for each.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from apps.core.services import PRIMARY, services
from apps.events.sending import Due
from apps.events.subscribing import Told

LOCKS = 0x0E0B  # the first half of every subscription's lock
LEASE = 20.0  # seconds for which a claim holds without a sign of life
MOST_AT_ONCE = 2000
LONGEST_ERROR = 1000

BEHIND = """
SELECT id FROM events_subscription
 WHERE paused_at IS NULL AND position < (SELECT coalesce(max(position), 0) FROM events_position)
   AND (sender <> 'function' OR name = ANY(%s))
"""
FAN_OUT = """
WITH subscription AS (
    SELECT *, least(position + %(most)s, (SELECT max(position) FROM events_position)) AS upto
      FROM events_subscription WHERE id = %(id)s
), fits AS (
    SELECT place.position, event.id, event.subject
      FROM subscription
      JOIN events_position AS place
           ON place.position > subscription.position AND place.position <= upto
      JOIN events_event AS event ON event.id = place.event_id
     WHERE (subscription.types = '{}' OR event.type = ANY(subscription.types))
       AND (subscription.organization IS NULL
            OR event.organization = subscription.organization)
       AND (subscription.subject IS NULL OR event.subject = subscription.subject
            OR starts_with(event.subject, subscription.subject || '/'))
), added AS (
    INSERT INTO events_delivery
           (id, subscription_id, event_id, position, subject, state, attempts, next_at)
    SELECT bdp_uuid7(), %(id)s, id, position, subject, 'waiting', 0,
           CASE WHEN position = min(position) OVER (PARTITION BY subject)
                 AND NOT EXISTS (SELECT FROM events_delivery AS earlier
                                  WHERE earlier.subscription_id = %(id)s
                                    AND earlier.subject = fits.subject AND state = 'waiting')
                THEN clock_timestamp() END
      FROM fits
)
UPDATE events_subscription SET position = upto FROM subscription
 WHERE events_subscription.id = subscription.id RETURNING upto - subscription.position
"""
CLAIM = """
UPDATE events_delivery AS delivery
   SET claims = delivery.claims + 1, next_at = clock_timestamp() + %(lease)s * interval '1 s',
       begun_at = CASE subscription.sender WHEN 'function' THEN delivery.begun_at
                  ELSE clock_timestamp() END
  FROM (SELECT waiting.id FROM events_delivery AS waiting
          JOIN events_subscription AS of ON of.id = waiting.subscription_id
         WHERE state = 'waiting' AND next_at <= clock_timestamp() AND of.paused_at IS NULL
           AND (of.sender <> 'function' OR of.name = ANY(%(names)s))
           AND of.sender = ANY(%(senders)s) AND of.id <> ALL(%(busy)s)
           AND (of.sender = 'function' AND begun_at IS NOT NULL) = %(suspected)s
         ORDER BY next_at LIMIT %(most)s FOR UPDATE OF waiting SKIP LOCKED) AS due,
       events_subscription AS subscription, events_event AS event
 WHERE delivery.id = due.id AND subscription.id = delivery.subscription_id
   AND event.id = delivery.event_id
RETURNING delivery.id, subscription.id, subscription.sender, subscription.name, delivery.attempts,
          delivery.claims, event.id, event.type, event.subject, event.time, event.data,
          event.organization, event.version, delivery.position
"""
BEGIN = """
SELECT set_config('synchronous_commit', 'off', true);
UPDATE events_delivery SET attempts = attempts + 1, begun_at = clock_timestamp()
 WHERE id = %s AND claims = %s AND state = 'waiting' RETURNING attempts, begun_at
"""
RENEW = """
UPDATE events_delivery AS delivery SET next_at = clock_timestamp() + %(lease)s * interval '1 s',
       begun_at = CASE WHEN %(lease)s > 0 THEN begun_at END
  FROM unnest(%(ids)s::uuid[], %(claims)s::int[]) AS claimed (id, claims)
 WHERE delivery.id = claimed.id AND delivery.claims = claimed.claims AND state = 'waiting'
"""
END = """
SELECT pg_advisory_xact_lock_shared(%(locks)s, hashtext(%(subscription)s)),
       CASE WHEN %(lightly)s THEN set_config('synchronous_commit', 'off', true) END;
WITH ended AS (
    UPDATE events_delivery
       SET state = %(state)s, next_at = NULL, begun_at = NULL, ended_at = clock_timestamp(),
           attempts = %(attempts)s, last_error = %(error)s
     WHERE id = %(id)s AND claims = %(claims)s AND state = 'waiting'
    RETURNING subscription_id, subject
), followed AS (
    UPDATE events_delivery AS follower SET next_at = clock_timestamp()
      FROM ended
     WHERE follower.next_at IS NULL AND follower.id = (
           SELECT id FROM events_delivery AS next
            WHERE next.subscription_id = ended.subscription_id AND next.subject = ended.subject
              AND next.state = 'waiting' AND next.id <> %(id)s
            ORDER BY next.position LIMIT 1)
)
SELECT count(*) FROM ended
"""
PUT_OFF = """
UPDATE events_delivery
   SET next_at = clock_timestamp() + %s * interval '1 s', begun_at = NULL, attempts = %s,
       last_error = %s
 WHERE id = %s AND claims = %s AND state = 'waiting'
"""
FORGET = """
DELETE FROM events_delivery
 WHERE state = 'done' AND ended_at < clock_timestamp() - %s * interval '1 day'
"""


def fan_out(names: Collection[str]) -> int:
    """Make the deliveries of what happened since; returns how many events were looked at.

    There may be more where it is not 0: it takes no more than some thousand at once.
    Functions whose names this process does not know are left to those that do.
    """
    with _cursor() as cursor:
        cursor.execute(BEHIND, [list(names)])
        behind = [found for (found,) in cursor.fetchall()]
    return sum(_fan_out_to(subscription) for subscription in behind)


def _fan_out_to(subscription: UUID) -> int:
    with transaction.atomic(using=PRIMARY), _cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, str(subscription)])
        cursor.execute(FAN_OUT, {"id": subscription, "most": MOST_AT_ONCE})
        found = cursor.fetchone()
        return int(found[0]) if found else 0


def claim(
    most: int, *, senders: Collection[str], names: Collection[str], busy: Collection[UUID] = (),
    suspected: bool = False,
) -> list[Due]:  # fmt: skip
    """At most so many deliveries that are due, claimed for this process for as long as it lives.

    Not those of subscriptions that keep it `busy` already; and either those that may be what a
    worker died of, or those that are not.
    """
    asked: dict[str, Any] = {"senders": list(senders), "names": list(names), "busy": list(busy)}
    asked["suspected"] = suspected
    with _cursor() as cursor:
        cursor.execute(CLAIM, {**asked, "most": most, "lease": LEASE})
        return sorted(map(_due, cursor.fetchall()), key=lambda due: due.event.position)


def begin(due: Due) -> Due | None:
    """Count an attempt, which begins now; None where the claim is lost."""
    with _cursor() as cursor:
        cursor.execute(BEGIN, [due.id, due.claims])
        cursor.nextset()
        begun = cursor.fetchone()
    return replace(due, attempts=begun[0], begun_at=begun[1]) if begun else None


def renew(claimed: Collection[Due], seconds: float = LEASE) -> None:
    """Say that these are still being worked on; for 0 seconds, that they no longer are."""
    ids, claims = [due.id for due in claimed], [due.claims for due in claimed]
    with _cursor() as cursor:
        cursor.execute(RENEW, {"lease": seconds, "ids": ids, "claims": claims})


def end(due: Due, state: str = "done", error: str | None = None, *, lightly: bool = False) -> bool:
    """End a delivery, and let the next of its subject be due; False if somebody else had it.

    `lightly` does not wait for the disk: after a crash of PostgreSQL the last may come once more.
    """
    told = {
        "id": due.id, "claims": due.claims, "attempts": due.attempts,
        "state": state, "error": _short(error),
        "lightly": lightly, "locks": LOCKS, "subscription": str(due.subscription),
    }  # fmt: skip
    with _cursor() as cursor:
        cursor.execute(END, told)  # both statements at once, which PostgreSQL makes one transaction
        cursor.nextset()
        return bool(cursor.fetchone()[0])


def put_off(due: Due, seconds: float, error: str) -> None:
    """Let a delivery be due again in so many seconds."""
    with _cursor() as cursor:
        cursor.execute(PUT_OFF, [seconds, due.attempts, _short(error), due.id, due.claims])


def forget_ended(days: int) -> int:
    """Remove what was delivered so many days ago, and return how many deliveries that were."""
    with _cursor() as cursor:
        cursor.execute(FORGET, [days])
        return int(cursor.rowcount)


def _short(error: str | None) -> str | None:
    """As much of it as is kept, and only what PostgreSQL can keep."""
    readable = error and error.replace("\0", "").encode(errors="backslashreplace").decode()
    return readable and readable[:LONGEST_ERROR]


def _due(row: tuple[Any, ...]) -> Due:
    delivery, subscription, sender, name, attempts, claims, *told = row
    columns = ("id", "type", "subject", "time", "data", "organization", "version", "position")
    values = dict(zip(columns, told, strict=True))
    values["data"] = orjson.loads(values["data"])  # Django leaves JSON to its own fields
    return Due(
        id=delivery, subscription=subscription, sender=sender, name=name, attempts=attempts,
        claims=claims, event=Told(**values),
    )  # fmt: skip


def _cursor() -> Any:
    return services.connection(PRIMARY).cursor()
