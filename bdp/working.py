"""The worker: delivers events, and runs jobs, until it is told to end.

As many workers as there are machines may run at once.
"""

import asyncio
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Flag
from threading import Thread

import structlog

from apps.core.errors import ServiceUnavailable
from apps.events.lanes import Dispatcher
from bdp.jobs import run_jobs
from bdp.migrated import await_tables

log = structlog.get_logger("bdp.worker")


class CannotDeliver(ServiceUnavailable):
    message = "The worker ends, for it cannot deliver what happens: {why}"


def work(*, concurrency: int, ready: Callable[[], None], waiting: Callable[[], None]) -> None:
    """Work until Ctrl-C or SIGTERM. `ready` is called once the tables are there.

    Until then it waits, and calls `waiting` once to say so. Raises `CannotDeliver` if deliveries
    came to an end that nobody foresaw: whoever looks after the process begins another.
    """
    stop = Flag()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if not await_tables(stop, waiting):
        return
    with ThreadPoolExecutor(1, "dispatcher") as aside:
        delivering = aside.submit(Dispatcher(concurrency).run, stop)
        ready()
        try:
            asyncio.run(run_jobs(concurrency, stop))
        finally:
            stop.set()
    if (broken := delivering.exception()) is not None:
        log.critical("deliveries broke off", exc_info=broken)
        raise CannotDeliver(why=f"{type(broken).__name__}: {broken}") from broken


def end_with_standard_input() -> None:
    """End this process as by Ctrl-C once nobody holds the other end of its standard input."""

    def watch() -> None:
        sys.stdin.buffer.read()
        signal.raise_signal(signal.SIGTERM)

    Thread(target=watch, daemon=True, name="attendant").start()
