"""How many deliveries a worker carries at once, and where, so that who hangs stops no other."""

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from apps.core.services import PRIMARY, REPLICA, services
from apps.events.sending import Due, senders


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Threads that carry deliveries, and how many of them one subscription may take."""

    pool: Executor
    share: int
    doubtful: bool = False


class Places:
    """Functions have as many places as were asked for; one that failed has a single one.

    Other machines have twice as many, of which a subscription takes a quarter, so long as it takes
    what it is sent. One that has taken nothing yet, or failed, is doubtful: each of those is sent
    one delivery at a time, in four times as many places of their own, which hold no connection to
    the database meanwhile.
    """

    def __init__(self, concurrency: int) -> None:
        self._pools = [self._pool(concurrency * times) for times in (1, 2, 4)]
        self._share, self._quarter = concurrency, max(1, concurrency // 2)
        self._well: dict[UUID, bool] = {}
        self._connections: list[BaseDatabaseWrapper] = []

    def place_of(self, due: Due) -> Place:
        """Where a subscription's deliveries are carried now."""
        functions, machines, doubtful = self._pools
        well = self._well.get(due.subscription)
        if senders[due.sender].in_transaction:
            return Place(pool=functions, share=1 if well is False else self._share)
        if well:
            return Place(pool=machines, share=self._quarter)
        return Place(pool=doubtful, share=1, doubtful=True)

    def went(self, subscription: UUID, *, well: bool) -> None:
        """How its last delivery went."""
        self._well[subscription] = well

    def close(self) -> None:
        """Wait for what has begun, and leave nothing open."""
        for pool in self._pools:
            pool.shutdown()
        for connection in self._connections:
            connection.close()

    def _pool(self, threads: int) -> Executor:
        return ThreadPoolExecutor(threads, "delivery", self._note_connections)

    def _note_connections(self) -> None:
        """Remember those of this thread: who ends closes them."""
        for alias in (PRIMARY, REPLICA):
            connection = services.connection(alias)
            connection.inc_thread_sharing()
            self._connections.append(connection)
