"""What clients may still ask, for the threads of one process that answer them.

A request is counted in memory. Twice a second, or as soon as a client nears the end of its
allowance, a clerk exchanges the counts with the book that all processes share; close to the end
each request waits for the book's word. So no request pays for a write while there is plenty, and
all processes together let through hardly more than one process would.
"""

from apps.limiting.clerk import Clerk
from apps.limiting.counts import Counts
from apps.limiting.ledger import Ledger
from apps.limiting.policies import Policy


class Allowances:
    """The allowances of all clients. `take` before the answer; what was free is given back."""

    def __init__(self, ledger: Ledger) -> None:
        self._counts = Counts()
        self._clerk = Clerk(self._counts, ledger)

    def take(self, client: str, policy: Policy) -> bool:
        """Whether one more request is allowed; if so it is counted.

        While the book is away, or slow, the process counts for itself.
        """
        taken = self._counts.take(client, policy, alone=self._clerk.is_alone)
        if taken is None:
            taken = self._clerk.ask(client)
        if taken is None:
            taken = self._counts.take(client, policy, alone=True)
        self._clerk.attend()
        return bool(taken)

    def charge(self, client: str, policy: Policy) -> None:
        """Count a request that was looked at already, allowed or not."""
        self._counts.charge(client, policy)
        self._clerk.attend()

    def give_back(self, client: str, policy: Policy) -> None:
        """A request that was taken is free after all."""
        self._counts.give_back(client, policy)
        self._clerk.attend()

    def tell(self, client: str, policy: Policy) -> tuple[int, float]:
        """How many requests may come at once, and after how many seconds it will be more."""
        return self._counts.tell(client, policy)
