"""Functions of the program that are told what happened: registered where they are defined."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias, TypeVar
from uuid import UUID

from apps.events.publishing import PREFIX, Announcement
from apps.events.restoring import restored


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as its subscribers get it. One `id` may come more than once: it happened once."""

    id: UUID
    type: str
    subject: str
    time: datetime
    data: dict[str, Any]
    organization: str | None
    version: int
    position: int

    @property
    def announcement(self) -> Announcement:
        """The same as its class has it today; raises `KeyError` if none is left of its type."""
        return restored(self.type, self.data)


Subscriber: TypeAlias = Callable[[Told], None]
F = TypeVar("F", bound=Subscriber)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A function, the name under which it is known for ever, and what it is told of."""

    name: str
    function: Subscriber
    types: tuple[str, ...]
    start: Literal["now", "first"]


subscribers: dict[str, Registered] = {}


class NameTaken(RuntimeError):
    """Two functions would share one place in the order of events. A bug, never a refusal."""


def subscriber(
    *events: type[Announcement], name: str, start: Literal["now", "first"] = "now"
) -> Callable[[F], F]:
    """Let a worker call the function for each of these events, at least once, in order per subject.

    It begins with what happens from "now" on, or with the "first" event there ever was. What it
    writes to the database is kept together with the fact that it was told. If it raises, nothing
    of that is kept, and it is told again, later and later, until it counts as dead.
    """

    def register(function: F) -> F:
        if name in subscribers and subscribers[name].function is not function:
            raise NameTaken(name)
        types = tuple(PREFIX + event.type for event in events)
        subscribers[name] = Registered(name=name, function=function, types=types, start=start)
        return function

    return register
