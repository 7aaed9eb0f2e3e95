"""A thread that exchanges what one process counted with the book that all of them share."""

import time
from collections import Counter
from threading import Event, Lock, Thread

import structlog

from apps.limiting.counts import Counts
from apps.limiting.ledger import Ledger, LedgerAway

TICK = 0.5  # seconds between two exchanges of everything
PATIENCE = 0.5  # seconds that a request waits for the book's word
SPARED = 5.0  # seconds for which a book that is away is not asked
IDLE = 2.0  # seconds without a request after which the clerk goes home
SWEEPS_EVERY = 60.0
NAME = "clerk of limits"

log = structlog.get_logger("bdp.limits")


class _Asking:
    """A request that waits for the book's word; None is no word."""

    __slots__ = ("allowed", "client", "told")

    def __init__(self, client: str) -> None:
        self.client = client
        self.allowed: bool | None = None
        self.told = Event()


class Clerk:
    """Comes when it is needed, in whichever process: threads do not survive a fork."""

    def __init__(self, counts: Counts, ledger: Ledger) -> None:
        self._counts, self._ledger = counts, ledger
        self._asking: list[_Asking] = []
        self._lock = Lock()
        self._wake = Event()
        self._thread: Thread | None = None
        self._needed = self._told = self._swept = self._alone_until = 0.0

    @property
    def is_alone(self) -> bool:
        """Whether the book is away."""
        return time.monotonic() < self._alone_until

    def attend(self) -> None:
        """See to it that what was counted is told soon."""
        self._needed = time.monotonic()
        if (thread := self._thread) is None or not thread.is_alive():
            self._begin()

    def ask(self, client: str) -> bool | None:
        """Whether the book allows one more request, and then it is counted there; or no word."""
        asking = _Asking(client)
        with self._lock:
            self._asking.append(asking)
        self.attend()
        self._wake.set()
        asking.told.wait(PATIENCE)
        return asking.allowed

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, daemon=True, name=NAME)
                self._thread.start()

    def _work(self) -> None:
        while self._goes_on():
            self._wake.wait(TICK)
            self._wake.clear()
            try:
                self._exchange()
                self._sweep()
            except LedgerAway as away:
                self._alone_until = time.monotonic() + SPARED
                log.warning("each_process_limits_by_itself", why=str(away.__cause__)[:200])
            except Exception:
                self._alone_until = time.monotonic() + SPARED
                log.exception("each_process_limits_by_itself")
        self._ledger.close()

    def _goes_on(self) -> bool:
        with self._lock:
            idle = time.monotonic() > self._needed + IDLE
            at_work = self._asking or (self._told <= self._needed and not self.is_alone)
            if idle and not at_work:
                self._thread = None
                return False
            return True

    def _exchange(self) -> None:
        """Tell the book what was counted, and those who wait what it says. Raises `LedgerAway`."""
        with self._lock:
            asking, self._asking = self._asking, []
        try:
            if not self.is_alone:
                self._settle(asking)
        finally:
            for one in asking:
                one.told.set()

    def _settle(self, asking: list[_Asking]) -> None:
        now = time.monotonic()
        everybody = now >= self._told + TICK
        wanted = Counter(one.client for one in asking)
        if entries := self._counts.untold(wanted, everybody=everybody):
            balances = self._ledger.exchange(entries)
            self._counts.settle(entries, balances)
            left = {e.client: b.granted for e, b in zip(entries, balances, strict=True)}
            for one in asking:
                if one.client in left:  # else it was forgotten before it asked: no word
                    left[one.client] -= 1
                    one.allowed = left[one.client] >= 0
        self._told = now if everybody else self._told

    def _sweep(self) -> None:
        now = time.monotonic()
        if now > self._swept + SWEEPS_EVERY and not self.is_alone:
            self._swept = now
            self._ledger.sweep()
