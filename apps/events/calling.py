"""How the program's own subscribers are told: in the transaction that ends the delivery."""

import random

from apps.events.sending import Due
from apps.events.subscribing import subscribers

MOST_ATTEMPTS = 8
LONGEST_PAUSE = 60.0  # seconds


class Deadly(Exception):
    """Nobody calls it once more: it never came so far as to fail."""


class ToFunctions:
    """Calls the program's own subscribers."""

    in_transaction = True

    def names(self) -> list[str] | None:
        """The functions that this program has."""
        return list(subscribers)

    def send(self, due: Due) -> None:
        """Call it. Raises `Deadly` instead where all workers died that did."""
        if due.attempts > MOST_ATTEMPTS:
            raise Deadly("every worker that called it was gone before it had ended")
        subscribers[due.name].function(due.event)

    def pause_after(self, due: Due) -> float | None:
        """Doubled each time and never in step; at last it counts as dead."""
        if due.attempts >= MOST_ATTEMPTS:
            return None
        return min(LONGEST_PAUSE, 2.0 ** (due.attempts - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 # nosec B311
