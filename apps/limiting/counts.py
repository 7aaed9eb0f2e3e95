"""What clients asked, as one process counts it; any of its threads may count at once."""

import time
from collections.abc import Collection, Mapping, Sequence
from threading import Lock

from apps.limiting.entries import Balance, Entry
from apps.limiting.policies import Policy
from apps.limiting.standing import Standing


class Counts:
    """How each client stands that was heard of lately; the others have their whole allowance."""

    def __init__(self) -> None:
        self._standings: dict[str, Standing] = {}
        self._lock = Lock()

    def take(self, client: str, policy: Policy, *, alone: bool) -> bool | None:
        """Count one request if it is allowed; None where the book must say whether it is.

        Who counts `alone`, for the book is away, says it without the book.
        """
        now = time.monotonic()
        with self._lock:
            standing = self._standing(client, policy, now)
            if not standing.has(now):
                return False
            if not alone and standing.is_near_its_end(now):
                return None
            standing.take(now)
            return True

    def charge(self, client: str, policy: Policy) -> None:
        """Count one request, allowed or not."""
        now = time.monotonic()
        with self._lock:
            self._standing(client, policy, now).take(now)

    def give_back(self, client: str, policy: Policy) -> None:
        """Count one request less."""
        with self._lock:
            self._standing(client, policy, time.monotonic()).give_back()

    def tell(self, client: str, policy: Policy) -> tuple[int, float]:
        """How many requests may come at once, and after how many seconds it will be more."""
        now = time.monotonic()
        with self._lock:
            standing = self._standing(client, policy, now)
            return standing.left(now), standing.wait(now)

    def untold(self, wanted: Mapping[str, int], *, everybody: bool) -> list[Entry]:
        """What the book does not know of those for whom something is wanted, or of everybody."""
        with self._lock:
            told = {*wanted, *(self._tidied(wanted) if everybody else ())}
            return [
                Entry(client, standing.policy, standing.unreported, wanted.get(client, 0))
                for client in told
                if (standing := self._standings.get(client))
            ]

    def settle(self, entries: Sequence[Entry], balances: Sequence[Balance]) -> None:
        """Stand as the book says, after it was told the entries."""
        now = time.monotonic()
        with self._lock:
            for entry, balance in zip(entries, balances, strict=True):
                standing = self._standing(entry.client, entry.policy, now)
                standing.settle(balance.owed, entry.used, now)

    def _tidied(self, wanted: Collection[str]) -> list[str]:
        """Who asked something since the book was told.

        Who has a whole allowance is forgotten, unless something is `wanted` for them now.
        """
        now = time.monotonic()
        whole = [c for c, s in self._standings.items() if not s.unreported and not s.owed(now)]
        for client in whole:
            if client not in wanted:
                del self._standings[client]
        return [client for client, standing in self._standings.items() if standing.unreported]

    def _standing(self, client: str, policy: Policy, now: float) -> Standing:
        if (found := self._standings.get(client)) is None:
            found = self._standings[client] = Standing(policy, now)
        return found
