"""The log of attempts: what receivers answered. Written apart from commands, as deliveries are."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Min

from apps.core.ids import uuid7
from apps.core.services import PRIMARY, services
from apps.events.sending import Due
from apps.webhooks.models import Attempt, Webhook

# A log need not wait for the disk. What is deleted meanwhile needs none.
KEEP = """
SELECT set_config('synchronous_commit', 'off', true);
INSERT INTO webhooks_attempt
       (id, webhook_id, delivery_id, number, at, milliseconds, status, answer, error)
SELECT %(id)s, subscription_id, id, %(number)s, %(at)s, %(took)s, %(status)s, %(answer)s, %(error)s
  FROM events_delivery WHERE id = %(delivery)s AND subscription_id = %(webhook)s
"""
PATIENCE = timedelta(days=3)
LONGEST_ERROR = 1000  # letters: a receiver may have a hand in them


def log(
    due: Due, began: datetime, *, status: int | None, answer: bytes | None, error: str | None
) -> None:
    """Keep what came of an attempt, in letters that PostgreSQL can keep."""
    took = services.clock.now() - began
    shown = None if answer is None else answer.decode(errors="replace").replace("\0", "�")
    why = error and error.encode(errors="backslashreplace").decode().replace("\0", "�")
    row: dict[str, Any] = {
        "id": uuid7(), "webhook": due.subscription, "delivery": due.id, "number": due.attempts,
        "at": began, "took": took // timedelta(milliseconds=1), "status": status, "answer": shown,
        "error": why and why[:LONGEST_ERROR],
    }  # fmt: skip
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(KEEP, row)


def fails_for_long(webhook: UUID) -> bool:
    """Whether nothing went well for days, and since somebody changed the webhook."""
    rows = Attempt.objects.filter(webhook_id=webhook)
    well = rows.filter(error=None).aggregate(at=Max("at"))["at"]
    changed = Webhook.objects.filter(id=webhook).values_list("updated_at", flat=True).first()
    since = max((at for at in (well, changed) if at), default=None)
    failing = (rows.filter(at__gt=since) if since else rows).aggregate(at=Min("at"))["at"]
    return failing is not None and services.clock.now() - failing > PATIENCE
