"""Who carries an event to a subscription, and how long it keeps trying."""

import random
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from apps.events.subscribing import Told, subscribers

MOST_ATTEMPTS = 8
LONGEST_PAUSE = 60.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A delivery that this process has claimed, for the `attempts`th time."""

    id: UUID
    subscription: UUID
    sender: str
    name: str
    attempts: int
    event: Told


class Sender(Protocol):
    """What a kind of subscription needs. A slice registers its own under the kind's name.

    `in_transaction` says whether it works within the transaction that ends the delivery; a sender
    that waits for somebody else's machine must not.
    """

    in_transaction: bool

    def names(self) -> list[str] | None:
        """The subscriptions that this process can serve by name; None for all of its kind."""

    def send(self, due: Due) -> None:
        """Deliver, or raise: what was raised is kept as the delivery's last error."""

    def pause_after(self, due: Due) -> float | None:
        """How many seconds until the next attempt; None if there is to be none."""


class ToFunctions:
    """Calls the program's own subscribers."""

    in_transaction = True

    def names(self) -> list[str] | None:
        """The functions that this program has."""
        return list(subscribers)

    def send(self, due: Due) -> None:
        """Call it."""
        subscribers[due.name].function(due.event)

    def pause_after(self, due: Due) -> float | None:
        """Doubled each time and never in step; at last it counts as dead."""
        if due.attempts >= MOST_ATTEMPTS:
            return None
        return min(LONGEST_PAUSE, 2.0 ** (due.attempts - 1)) * random.uniform(0.5, 1.0)  # noqa: S311


senders: dict[str, Sender] = {"function": ToFunctions()}
