"""The worker: delivers events, and runs jobs, until it is told to end.

As many workers as there are machines may run at once.
"""

import asyncio
import signal
import sys
from collections.abc import Callable
from threading import Event as Flag
from threading import Thread

from apps.events.lanes import Dispatcher
from bdp.jobs import run_jobs
from bdp.migrated import await_tables


def work(*, concurrency: int, ready: Callable[[], None], waiting: Callable[[], None]) -> None:
    """Work until Ctrl-C or SIGTERM. `ready` is called once the tables are there.

    Until then it waits, and calls `waiting` once to say so.
    """
    stop = Flag()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if not await_tables(stop, waiting):
        return
    delivering = Thread(target=Dispatcher(concurrency).run, args=(stop,), name="dispatcher")
    delivering.start()
    ready()
    try:
        asyncio.run(run_jobs(concurrency, stop))
    finally:
        stop.set()
        delivering.join()


def end_with_standard_input() -> None:
    """End this process as by Ctrl-C once nobody holds the other end of its standard input."""

    def watch() -> None:
        sys.stdin.buffer.read()
        signal.raise_signal(signal.SIGTERM)

    Thread(target=watch, daemon=True, name="attendant").start()
