"""What a worker does with deliveries: makes them, claims them, has many sent at once."""

import time
from collections import Counter, defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event as Flag
from threading import Lock
from uuid import UUID

import structlog
from django.db.backends.base.base import BaseDatabaseWrapper

from apps.core.services import PRIMARY, REPLICA, services
from apps.events import deliveries
from apps.events.carrying import AWAY, carry, known_names
from apps.events.sending import Due, senders
from apps.events.subscriptions import subscribe_functions

LOOKS_EVERY = 0.2  # seconds between two looks when there was nothing to do
AT_ONCE = 32  # claimed by one look
SHORT = 8  # with fewer left to begin, a subscription is looked for again
RENEWS_EVERY = deliveries.LEASE / 4

log = structlog.get_logger("bdp.events")


class Dispatcher:
    """Delivers until it is told to stop, many subjects at once, each in order.

    Functions have places of their own. What goes to other machines has twice as many, of which a
    subscription takes a quarter, and a single one once a delivery of it failed: a receiver that
    hangs stops no other.
    """

    def __init__(self, concurrency: int) -> None:
        self._pools = {
            True: ThreadPoolExecutor(concurrency, "function", self._note_connections),
            False: ThreadPoolExecutor(2 * concurrency, "delivery", self._note_connections),
        }
        self._shares = {True: concurrency, False: max(1, concurrency // 2)}
        self._connections: list[BaseDatabaseWrapper] = []
        self._queues: dict[UUID, deque[Due]] = defaultdict(deque)
        self._claimed: dict[UUID, Due] = {}
        self._failing: set[UUID] = set()
        self._lanes: Counter[UUID] = Counter()
        self._lock = Lock()
        self._stop, self._look = Flag(), Flag()
        self._renewed = time.monotonic()

    def run(self, stop: Flag) -> None:
        """Deliver until `stop` is set, and what has begun then to its end."""
        self._stop, known = stop, False
        while not stop.is_set():
            try:
                known = known or _make_known()
                if not self.turn():
                    self._look.wait(LOOKS_EVERY)
            except AWAY as failure:
                log.warning("deliveries wait for the database", why=str(failure)[:200])
                services.connection(PRIMARY).close()
                stop.wait(1.0)
        self._leave()

    def turn(self) -> int:
        """Make what deliveries there are to make, and begin as many as there is room for."""
        self._look.clear()
        self._renew()
        names = known_names()
        looked_at = deliveries.fan_out(names)
        claimed = deliveries.claim(AT_ONCE, senders=senders, names=names, busy=self._busy())
        for due in claimed:
            self._claimed[due.id] = due
            self._queues[due.subscription].append(due)
        for queue in list(self._queues.values()):
            with suppress(IndexError):  # a lane was quicker: nothing is left
                self._open_lanes(queue[0], queue)
        return looked_at + len(claimed)

    def _busy(self) -> list[UUID]:
        return [found for found, queue in self._queues.items() if len(queue) >= SHORT]

    def _open_lanes(self, first: Due, queue: "deque[Due]") -> None:
        """Have a queue worked on in as many places as it may take and needs."""
        subscription, here = first.subscription, senders[first.sender].in_transaction
        share = 1 if subscription in self._failing else self._shares[here]
        with self._lock:
            more = min(share, len(queue)) - self._lanes[subscription]
            self._lanes[subscription] += max(0, more)
        for _ in range(more):
            self._pools[here].submit(self._lane, subscription)

    def _lane(self, subscription: UUID) -> None:
        """Carry one delivery after another, until none is left or one fails."""
        queue, well = self._queues[subscription], True
        while well and not self._stop.is_set():
            try:
                due = queue.popleft()
            except IndexError:
                break
            well = carry(due, apart=True)
            self._claimed.pop(due.id, None)
            if len(queue) < SHORT:
                self._look.set()
        (self._failing.discard if well else self._failing.add)(subscription)
        with self._lock:
            self._lanes[subscription] -= 1
        self._look.set()

    def _renew(self) -> None:
        """Say of what is claimed that it is being worked on."""
        if self._claimed and time.monotonic() > self._renewed + RENEWS_EVERY:
            deliveries.renew(list(self._claimed.values()))
            self._renewed = time.monotonic()

    def _note_connections(self) -> None:
        """Remember those of this thread: who ends closes them."""
        for alias in (PRIMARY, REPLICA):
            connection = services.connection(alias)
            connection.inc_thread_sharing()
            self._connections.append(connection)

    def _leave(self) -> None:
        """End what has begun, and leave what has not to others, at once."""
        for pool in self._pools.values():
            pool.shutdown()
        with suppress(*AWAY):  # else they are due by themselves in a while
            deliveries.renew(list(self._claimed.values()), 0.0)
        for connection in (*self._connections, services.connection(PRIMARY)):
            connection.close()


def _make_known() -> bool:
    subscribe_functions()
    return True
