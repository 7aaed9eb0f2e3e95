"""What a worker does with deliveries: makes them, claims them, sends many at once."""

import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from threading import Event as Flag
from uuid import UUID

import structlog
from django.db import DatabaseError, InterfaceError, transaction

from apps.core.services import PRIMARY, services
from apps.events import deliveries
from apps.events.sending import Due, senders
from apps.events.subscriptions import subscribe_functions

LOOKS_EVERY = 0.2  # seconds between two looks when there was nothing to do
CLAIMED_AHEAD = 3  # times as many as are sent at once, so that no thread idles
RENEWS_EVERY = deliveries.LEASE / 4
AWAY = (DatabaseError, InterfaceError)

log = structlog.get_logger("bdp.events")


class Dispatcher:
    """Delivers until it is told to stop, many subjects at once, each in order.

    What goes to other machines takes no more than half of the places for one subscription: one
    whose receiver hangs stops no other.
    """

    def __init__(self, concurrency: int) -> None:
        self._places = concurrency
        self._pool = ThreadPoolExecutor(concurrency, thread_name_prefix="delivery")
        self._under_way: dict[Future[None], Due] = {}
        self._renewed = time.monotonic()

    def run(self, stop: Flag) -> None:
        """Deliver until `stop` is set, and what has begun then to its end."""
        known = False
        with self._pool:
            while not stop.is_set():
                try:
                    known = known or _make_known()
                    if not self.turn():
                        self._rest(stop)
                except AWAY as failure:
                    log.warning("deliveries wait for the database", why=str(failure)[:200])
                    services.connection(PRIMARY).close()
                    stop.wait(1.0)
        services.connection(PRIMARY).close()

    def turn(self) -> int:
        """Make what deliveries there are to make, and begin as many as there is room for."""
        self._clear()
        looked_at = deliveries.fan_out(_names())
        free = self._places * CLAIMED_AHEAD - len(self._under_way)
        claimed = self._claim(free) if free >= self._places else []
        for due in claimed:
            self._under_way[self._pool.submit(carry, due, apart=True)] = due
        return looked_at + len(claimed)

    def _claim(self, free: int) -> list[Due]:
        return deliveries.claim(free, senders=senders, names=_names(), busy=self._busy())

    def _busy(self) -> list[UUID]:
        counted = Counter(
            due.subscription
            for due in self._under_way.values()
            if not senders[due.sender].in_transaction
        )
        return [found for found, count in counted.items() if count * 2 >= self._places > 1]

    def _rest(self, stop: Flag) -> None:
        """Nothing is to be begun: wait a moment, or until something has ended."""
        if self._under_way:
            wait(self._under_way, LOOKS_EVERY, FIRST_COMPLETED)
        else:
            stop.wait(LOOKS_EVERY)

    def _clear(self) -> None:
        """Forget what has ended, and say of the rest that it is being worked on."""
        for ended in [future for future in self._under_way if future.done()]:
            del self._under_way[ended]
        if self._under_way and time.monotonic() > self._renewed + RENEWS_EVERY:
            deliveries.renew(self._under_way.values())
            self._renewed = time.monotonic()


def deliver_all() -> int:
    """Deliver all that is due now, one after another; returns how many attempts that took.

    For small registries without a worker, and for tests.
    """
    subscribe_functions()
    attempts = 0
    while True:
        looked_at = deliveries.fan_out(_names())
        claimed = deliveries.claim(100, senders=senders, names=_names())
        for due in claimed:
            carry(due)
        attempts += len(claimed)
        if not (claimed or looked_at):
            return attempts


def carry(due: Due, *, apart: bool = False) -> None:
    """Attempt one delivery, and write down what came of it; `apart` from its thread's others."""
    try:
        _attempt(due)
    except AWAY as failure:
        log.warning("delivery lost its database", name=due.name, why=str(failure)[:200])
    finally:
        if apart:
            services.connection(PRIMARY).close_if_unusable_or_obsolete()


def _attempt(due: Due) -> None:
    sender = senders[due.sender]
    try:
        if sender.in_transaction:
            with transaction.atomic(using=PRIMARY):
                sender.send(due)
                deliveries.end(due)
        else:
            sender.send(due)
            deliveries.end(due)
    except Exception as failure:  # noqa: BLE001  whatever it raises, it is told again
        _failed(due, failure)


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


def _make_known() -> bool:
    subscribe_functions()
    return True


def _names() -> list[str]:
    return senders["function"].names() or []
