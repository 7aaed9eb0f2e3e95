"""Who carries an event to a subscription, and how long it keeps trying."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from apps.events.subscribing import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A delivery that this process has claimed; once it is begun, for the `attempts`th time.

    Whoever carries one to a `doubtful` receiver may be kept long, and holds nothing meanwhile.
    """

    id: UUID
    subscription: UUID
    sender: str
    name: str
    attempts: int
    claims: int
    event: Told
    begun_at: datetime | None = None
    doubtful: bool = False


class Held(Exception):
    """Nobody is to be told now. Nothing was tried; it is due again once somebody may be told."""


class Sender(Protocol):
    """What a kind of subscription needs. A slice registers its own under the kind's name.

    `in_transaction` says whether it works within the transaction that ends the delivery; a sender
    that waits for somebody else's machine must not.
    """

    in_transaction: bool

    def names(self) -> list[str] | None:
        """The subscriptions that this process can serve by name; None for all of its kind."""

    def send(self, due: Due) -> None:
        """Deliver, or raise: what was raised is kept as the delivery's last error.

        All but `Held`, which is no failure.
        """

    def pause_after(self, due: Due) -> float | None:
        """How many seconds until the next attempt; None if there is to be none."""


senders: dict[str, Sender] = {}
