"""What no command did, told in the trail: at most once a minute of each who does it, with a count.

A flood of bad log-ins, or of requests with a revoked token, would else fill what is never emptied.
Nor does it from ever new addresses: who comes when many were told of is one of all the others.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from apps.accounts.models import Incident
from apps.audit.actions import AuditAction
from apps.audit.recording import REGISTRY, record_incident
from apps.core.actor import Actor
from apps.core.services import PRIMARY, services

MANY = 60  # of one kind, told in one minute
OTHERS = "others"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def note_incident(action: AuditAction, *, whose: UUID | str, actor: Actor, **facts: Any) -> None:
    """Tell it, or count it if the same was told of `whose` within the last minute."""
    now = services.clock.now()
    with transaction.atomic(using=PRIMARY):
        known = {"action": action.value, "whose": str(whose)}
        if _are_many(**known):
            known["whose"], facts = OTHERS, dict.fromkeys(facts)
        Incident.objects.bulk_create([Incident(**known, facts=facts)], ignore_conflicts=True)
        row = Incident.objects.select_for_update().get(**known)
        if row.told_at is not None and row.told_at <= now < row.told_at + MINUTE:
            row.untold += 1
            row.save(update_fields=["untold"])
            return
        _tell(row, actor, facts)


def tell_the_rest() -> int:
    """Tell how often it was done since it was last told, and forget what is long over."""
    now, told = services.clock.now(), 0
    with transaction.atomic(using=PRIMARY):
        waiting = Incident.objects.filter(untold__gt=0, told_at__lte=now - MINUTE)
        for row in waiting.select_for_update(skip_locked=True):
            _tell(row, Actor.system("worker"), row.facts)
            told += 1
        Incident.objects.filter(told_at__lte=now - DAY).delete()
    return told


def _are_many(*, action: str, whose: str) -> bool:
    """Whether somebody of whom nothing was told yet comes when enough others were."""
    now = services.clock.now()
    told = Incident.objects.filter(action=action, told_at__gt=now - MINUTE, told_at__lte=now)
    counts = told.aggregate(all=Count("id"), own=Count("id", filter=Q(whose=whose)))
    return counts["all"] >= MANY and not counts["own"]


def _tell(row: Incident, actor: Actor, facts: dict[str, Any]) -> None:
    more = {"more": row.untold, "since": row.told_at} if row.untold else {}
    record_incident(AuditAction(row.action), REGISTRY, actor=actor, **facts, **more)
    row.told_at, row.untold, row.facts = services.clock.now(), 0, facts
    row.save(update_fields=["told_at", "untold", "facts"])
