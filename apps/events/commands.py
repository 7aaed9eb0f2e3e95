"""Every way in which what happened is told again. What happened itself never changes."""

from uuid import UUID

from procrastinate.contrib.django import app

from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.audit.recording import REGISTRY, Entity, command, record
from apps.core.actor import Actor
from apps.core.errors import InvalidRequest
from apps.core.services import services
from apps.events import subscriptions
from apps.events.errors import JobNotFound
from apps.events.queries import find_subscription
from apps.events.redelivering import redeliver


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def replay_events(*, actor: Actor, subscriber: str, position: int = 0) -> int:
    """Tell a subscriber again what happened after a position; returns how many events that may be.

    Raises `SubscriberNotFound`, or `InvalidRequest` for a position that it has not come to yet.
    """
    found = find_subscription(subscriber)
    if position > found.position:
        missed = f"{found.name} has come to position {found.position} only: it would miss the rest."
        raise InvalidRequest(detail=missed)
    events = subscriptions.send_back(found.id, position)
    told = Entity(type="subscription", id=found.id, label=found.name)
    before, after = {"position": found.position}, {"position": position}
    record(AuditAction.REPLAY_EVENTS, told, actor=actor, before=before, after=after)
    return events


@command(may=May.CURATOR, on=None, scope=Scope.ADMIN)
def redeliver_event(*, actor: Actor, delivery_id: UUID, reason: str | None = None) -> None:
    """Let a delivery that has ended, dead or well, be due again, in turn with its subject's others.

    Raises `DeliveryNotFound`, or `DeliveryUnderWay` for one that is told just now.
    """
    subject = redeliver(delivery_id)
    told = Entity(type="delivery", id=delivery_id, label=subject)
    after = {"state": "waiting"}
    record(AuditAction.REDELIVER_EVENT, told, actor=actor, reason=reason, after=after)


@command(may=May.CURATOR, on=None, scope=Scope.ADMIN)
def retry_job(*, actor: Actor, job_id: int, reason: str | None = None) -> None:
    """Let a worker run a job again that failed. Raises `JobNotFound`."""
    if not list(app.job_manager.list_jobs(id=job_id, status="failed")):
        raise JobNotFound(job=job_id)
    app.job_manager.retry_job_by_id(job_id, services.clock.now())
    record(AuditAction.RETRY_JOB, REGISTRY, actor=actor, reason=reason, after={"job": job_id})
