"""How a receiver is told: signed, in time, and again and again until it says that it heard."""

import time
from contextlib import suppress
from datetime import datetime
from threading import Lock
from uuid import UUID

from django.db import DatabaseError, InterfaceError

from apps.core.actor import Actor
from apps.core.outbound import Answered, Unanswered
from apps.core.reachable import Unreachable
from apps.core.rendering import dumps
from apps.core.services import PRIMARY, REPLICA, services
from apps.events.envelopes import enveloped, here
from apps.events.sending import Due, Held
from apps.webhooks import attempts
from apps.webhooks.commands import update_webhook
from apps.webhooks.dtos import Target
from apps.webhooks.errors import WebhookNotFound
from apps.webhooks.queries import find_target
from apps.webhooks.retrying import pause

MEDIA_TYPE = "application/cloudevents+json"
AGENT = "bdp-webhooks/1"
LEAST = 1.0  # seconds that a receiver is left alone after it failed
KEPT = 1024  # bytes of an answer
HOLDS = 0.2  # seconds for which a process remembers where a webhook goes


class NotTaken(Exception):
    """The receiver answered, but did not say that it heard."""


class ToReceivers:
    """Posts events to webhooks."""

    in_transaction = False

    def __init__(self) -> None:
        self._targets: dict[UUID, tuple[float, Target]] = {}
        self._lock = Lock()

    def names(self) -> list[str] | None:
        """Every process can serve every webhook."""
        return None

    def send(self, due: Due) -> None:
        """Post it. Raises `NotTaken`, `Unreachable`, `Unanswered`, or what nobody foresaw.

        The log keeps each; only a database that is away keeps nothing. Raises `Held` while the
        webhook is paused.
        """
        began = services.clock.now()
        try:
            answer = self._posted(due, began)
        except (Held, DatabaseError, InterfaceError):
            raise
        except Exception as failure:
            attempts.log(due, began, status=None, answer=None, error=_told(failure))
            raise
        error = _why_not(answer.status)
        attempts.log(due, began, status=answer.status, answer=answer.start, error=error)
        if error:
            raise NotTaken(error)

    def pause_after(self, due: Due) -> float | None:
        """1, 2, 4 … at most 30 seconds for ten minutes, then every five minutes to a day.

        That is from one attempt's beginning to the next, and at least a second from its end.
        Who did not hear for three days is left alone until somebody says otherwise.
        """
        if attempts.fails_for_long(due.subscription):
            with suppress(WebhookNotFound):
                update_webhook(
                    actor=Actor.system("worker"), webhook_id=due.subscription, paused=True,
                    reason="Three days without a success.",
                )  # fmt: skip
        seconds, began = pause(due.attempts), due.begun_at
        if seconds is None or began is None:
            return seconds
        return max(LEAST, seconds - (services.clock.now() - began).total_seconds())

    def _posted(self, due: Due, began: datetime) -> Answered:
        told, target = due.event, self._target(due.subscription)
        if due.doubtful:
            for alias in (PRIMARY, REPLICA):
                services.connection(alias).close()
        event = enveloped(
            here(), id=told.id, type=told.type, subject=told.subject,
            time=told.time, version=told.version, data=told.data,
        )  # fmt: skip
        body = dumps(event)
        headers = services.signer.signed(told.id, began, body, _keys(target, began))
        sent = {"Content-Type": MEDIA_TYPE, "User-Agent": AGENT, **headers}
        return services.outbound.post(target.url, body, sent, most=KEPT)

    def _target(self, webhook: UUID) -> Target:
        now = time.monotonic()
        with self._lock:
            until, target = self._targets.get(webhook, (0.0, None))
        if target is None or until < now:
            target = find_target(webhook)
            if target.paused_at is not None:
                raise Held
            with self._lock:
                self._targets[webhook] = (now + HOLDS, target)
        return target


def _keys(target: Target, at: datetime) -> list[str]:
    overlaps = target.previous_secret and target.previous_until and target.previous_until > at
    return [target.secret, *([target.previous_secret] if overlaps else [])]  # type: ignore[list-item]


def _told(failure: Exception) -> str:
    foreseen = isinstance(failure, (Unreachable, Unanswered))
    return str(failure) if foreseen else f"{type(failure).__name__}: {failure}"


def _why_not(status: int) -> str | None:
    if 200 <= status < 300:  # noqa: PLR2004
        return None
    if 300 <= status < 400:  # noqa: PLR2004
        return f"it answered {status}: redirects are not followed, change the webhook's address"
    return f"it answered {status}"
