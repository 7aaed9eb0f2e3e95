"""Deliveries as a worker makes them, in a thread of the test."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread

from apps.events.lanes import Dispatcher


@contextmanager
def dispatching(places: int) -> Iterator[None]:
    """Deliver as long as the block, and what has begun to its end."""
    stop = Flag()
    working = Thread(target=Dispatcher(places).run, args=(stop,))
    working.start()
    try:
        yield
    finally:
        stop.set()
        working.join()


def comes_true(done: Callable[[], bool], *, seconds: float) -> bool:
    """Whether it does so in time."""
    ends = time.monotonic() + seconds
    while not (was_done := done()) and time.monotonic() < ends:
        time.sleep(0.02)
    return was_done
