"""Reading ahead: what an iterator gives is made in a thread of its own while its user works."""

from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, Queue
from threading import Event, Thread
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 2.0  # seconds for the thread to come to its end: one may wait for a silent pipe
LOOK_UP = 0.05  # seconds after which a thread looks whether it is still wanted


def ahead(items: Iterator[T], most: int = 2) -> Iterator[T]:
    """The items in order, at most so many of them ahead. Raises what making them raises."""
    work = _Work(items, most)
    thread = Thread(target=work.do, daemon=True)
    thread.start()
    try:
        yield from work.done()
    finally:
        work.abandoned.set()
        end = monotonic() + PATIENCE
        while thread.is_alive() and monotonic() < end:
            with suppress(Empty):
                work.queue.get(timeout=LOOK_UP)


class _Work(Generic[T]):
    """What the thread makes and its user takes: items, then a failure or None."""

    def __init__(self, items: Iterator[T], most: int) -> None:
        self.queue: Queue[tuple[T] | BaseException | None] = Queue(most)
        self.abandoned = Event()
        self._items = items

    def do(self) -> None:
        """Make the items, until there are none or nobody wants them."""
        try:
            for item in self._items:
                self.queue.put((item,))
                if self.abandoned.is_set():
                    return
            self.queue.put(None)
        except BaseException as failure:  # noqa: BLE001  raised again where items are awaited
            self.queue.put(failure)

    def done(self) -> Iterator[T]:
        """The items as they come."""
        while (made := self.queue.get()) is not None:
            if isinstance(made, BaseException):
                raise made
            yield made[0]
