"""What a worker does with deliveries: makes them, claims them, has many sent at once."""

import time
from collections import Counter, defaultdict, deque
from contextlib import suppress
from dataclasses import replace
from threading import Event as Flag
from threading import Lock
from uuid import UUID

import structlog

from apps.core.services import PRIMARY, services
from apps.events import deliveries
from apps.events.carrying import AWAY, carry, known_names
from apps.events.places import Place, Places
from apps.events.sending import Due, senders
from apps.events.subscriptions import subscribe_functions

LOOKS_EVERY = 0.2  # seconds between two looks when there was nothing to do
SUSPECTS_EVERY = 1.0  # seconds between two looks for what a worker may have died of
AT_ONCE = 32  # claimed by one look
SHORT = 8  # with fewer left to begin, a subscription is looked for again
RENEWS_EVERY = deliveries.LEASE / 4

log = structlog.get_logger("bdp.events")


class Dispatcher:
    """Delivers until it is told to stop, many subjects at once, each in order.

    What a subscription has claimed waits in its queue; lanes in the places that it may take carry
    one after another.
    """

    def __init__(self, concurrency: int) -> None:
        self._places = Places(concurrency)
        self._queues: dict[UUID, deque[Due]] = defaultdict(deque)
        self._claimed: dict[UUID, Due] = {}
        self._lanes: Counter[UUID] = Counter()
        self._lock = Lock()
        self._stop, self._look = Flag(), Flag()
        self._renewed = self._suspected = time.monotonic()
        self._suspect: UUID | None = None

    def run(self, stop: Flag) -> None:
        """Deliver until `stop` is set, and what has begun then to its end.

        A database that is away is waited for. Whatever else goes wrong is raised, and sets `stop`.
        """
        self._stop, known = stop, False
        try:
            while not stop.is_set():
                try:
                    known = known or _make_known()
                    if not self.turn():
                        self._look.wait(LOOKS_EVERY)
                except AWAY as failure:
                    log.warning("deliveries wait for the database", why=str(failure)[:200])
                    services.connection(PRIMARY).close()
                    stop.wait(1.0)
        finally:
            stop.set()
            self._leave()

    def turn(self) -> int:
        """Make what deliveries there are to make, and begin as many as there is room for."""
        self._look.clear()
        self._renew()
        names = known_names()
        looked_at = deliveries.fan_out(names)
        claimed = deliveries.claim(AT_ONCE, senders=senders, names=names, busy=self._busy())
        for due in claimed + self._next_suspect(names):
            self._claimed[due.id] = due
            self._queues[due.subscription].append(due)
        for queue in list(self._queues.values()):
            with suppress(IndexError):  # a lane was quicker: nothing is left
                self._open_lanes(queue[0], queue)
        return looked_at + len(claimed)

    def _next_suspect(self, names: list[str]) -> list[Due]:
        """One that a worker may have died of, if none is here; at once after the one before."""
        waited = time.monotonic() > self._suspected + SUSPECTS_EVERY
        if self._suspect in self._claimed or not (self._suspect or waited):
            return []
        found = deliveries.claim(1, senders=senders, names=names, suspected=True)
        self._suspect = found[0].id if found else None
        self._suspected = time.monotonic()
        return found

    def _busy(self) -> list[UUID]:
        return [found for found, queue in self._queues.items() if len(queue) >= SHORT]

    def _open_lanes(self, first: Due, queue: "deque[Due]") -> None:
        """Have a queue worked on in as many places as it may take and needs."""
        subscription = first.subscription
        place = self._places.place_of(first)
        with self._lock:
            more = min(place.share, len(queue)) - self._lanes[subscription]
            self._lanes[subscription] += max(0, more)
        for _ in range(more):
            place.pool.submit(self._lane, subscription, place)

    def _lane(self, subscription: UUID, place: Place) -> None:
        """Carry one delivery after another, until none is left or one fails.

        Only one where it is doubtful: all who are have their turn.
        """
        queue, goes_on = self._queues[subscription], True
        try:
            while goes_on and not self._stop.is_set():
                try:
                    due = queue.popleft()
                except IndexError:
                    break
                goes_on = self._carry(due, place) and not place.doubtful
                if len(queue) < SHORT:
                    self._look.set()
        finally:
            with self._lock:
                self._lanes[subscription] -= 1
            self._look.set()

    def _carry(self, due: Due, place: Place) -> bool:
        """Whether it went well. What nobody foresaw is logged, and the claim ends by itself."""
        well = False
        try:
            well = carry(replace(due, doubtful=place.doubtful), apart=True)
        except BaseException:
            log.exception("delivery broke off", name=due.name, subject=due.event.subject)
        finally:
            self._claimed.pop(due.id, None)
            self._places.went(due.subscription, well=well)
        return well

    def _renew(self) -> None:
        """Say of what is claimed that it is being worked on."""
        if self._claimed and time.monotonic() > self._renewed + RENEWS_EVERY:
            deliveries.renew(list(self._claimed.values()))
            self._renewed = time.monotonic()

    def _leave(self) -> None:
        """End what has begun, and leave what has not to others, at once."""
        self._places.close()
        with suppress(*AWAY):  # else they are due by themselves in a while
            deliveries.renew(list(self._claimed.values()), 0.0)
        services.connection(PRIMARY).close()


def _make_known() -> bool:
    subscribe_functions()
    return True
