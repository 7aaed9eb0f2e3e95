"""What becomes of a delivery that is due: one attempt, and what is written down of it."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, transaction

from apps.core.services import PRIMARY, REPLICA, services
from apps.events import deliveries
from apps.events.sending import Due, Held, senders
from apps.events.subscriptions import subscribe_functions

AWAY = (DatabaseError, InterfaceError)

log = structlog.get_logger("bdp.events")


class Overtaken(Exception):
    """It took so long that somebody else was told meanwhile."""


def deliver_all() -> int:
    """Deliver all that is due now, one after another; returns how many attempts that took.

    For small registries without a worker, and for tests.
    """
    subscribe_functions()
    attempts = 0
    while True:
        looked_at = deliveries.fan_out(known_names())
        asked: Any = {"senders": senders, "names": known_names()}
        claimed = deliveries.claim(100, **asked) + deliveries.claim(1, **asked, suspected=True)
        for due in claimed:
            carry(due)
        attempts += len(claimed)
        if not (claimed or looked_at):
            return attempts


def carry(due: Due, *, apart: bool = False) -> bool:
    """Attempt one delivery, and write down what came of it; `apart` from its thread's others.

    Returns whether it went well. What is not to be told now, since its webhook is paused or
    somebody else has it, is let go; that is no failure.
    """
    try:
        begun = _begun(due)
        return begun is None or _attempt(begun)
    except Held:
        deliveries.renew([due], 0.0)
        return True
    except AWAY as failure:
        log.warning("delivery lost its database", name=due.name, why=str(failure)[:200])
        return False
    finally:
        if apart:
            _leave_connections(close=due.doubtful)


def _begun(due: Due) -> Due | None:
    if senders[due.sender].in_transaction:
        return deliveries.begin(due)
    return replace(due, attempts=due.attempts + 1, begun_at=services.clock.now())


def _attempt(due: Due) -> bool:
    sender = senders[due.sender]
    try:
        if sender.in_transaction:
            with transaction.atomic(using=PRIMARY):
                sender.send(due)
                if not deliveries.end(due):
                    raise Overtaken  # noqa: TRY301  what it wrote, the other writes too
        else:
            sender.send(due)
            deliveries.end(due, lightly=True)
    except Held:
        raise
    except Exception as failure:  # noqa: BLE001  whatever it raises, it is told again
        _failed(due, failure)
        return False
    return True


def _failed(due: Due, failure: Exception) -> None:
    told = f"{type(failure).__name__}: {failure}"
    pause = senders[due.sender].pause_after(due)
    with suppress(*AWAY):  # the claim ends by itself
        if pause is None:
            deliveries.end(due, "dead", told)
        else:
            deliveries.put_off(due, pause, told)
    level = log.warning if pause is not None else log.error
    level("delivery failed", name=due.name, subject=due.event.subject, why=told[:200],
          attempts=due.attempts, again_in=pause)  # fmt: skip


def _leave_connections(*, close: bool) -> None:
    for connection in map(services.connection, (PRIMARY, REPLICA)):
        (connection.close if close else connection.close_if_unusable_or_obsolete)()


def known_names() -> list[str]:
    """The functions that this program has."""
    return senders["function"].names() or []
