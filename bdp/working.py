"""The worker: delivers events, seals the trail, and runs jobs, until it is told to end.

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

from apps.audit.sealer import seal_until
from apps.core.errors import ServiceUnavailable
from apps.events.lanes import Dispatcher
from bdp.jobs import run_jobs
from bdp.migrated import await_tables

log = structlog.get_logger("bdp.worker")


class BrokenOff(ServiceUnavailable):
    message = "The worker ends, for it cannot {duty}: {why}"


def work(*, concurrency: int, ready: Callable[[], None], waiting: Callable[[], None]) -> None:
    """Work until Ctrl-C or SIGTERM. `ready` is called once the tables are there.

    Until then it waits, and calls `waiting` once to say so. Raises `BrokenOff` if a duty came to
    an end that nobody foresaw: whoever looks after the process begins another.
    """
    stop = Flag()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if not await_tables(stop, waiting):
        return
    duties = {"deliver what happens": Dispatcher(concurrency).run, "seal the trail": seal_until}
    with ThreadPoolExecutor(len(duties), "duty") as aside:
        begun = {duty: aside.submit(_done, run, stop) for duty, run in duties.items()}
        ready()
        try:
            asyncio.run(run_jobs(concurrency, stop))
        finally:
            stop.set()
    for duty, done in begun.items():
        if (broken := done.exception()) is not None:
            log.critical("a duty of the worker broke off", duty=duty, exc_info=broken)
            raise BrokenOff(duty=duty, why=f"{type(broken).__name__}: {broken}") from broken


def _done(run: Callable[[Flag], None], stop: Flag) -> None:
    """Do a duty to its end, whatever that is; with it the others end."""
    try:
        run(stop)
    finally:
        stop.set()


def end_with_standard_input() -> None:
    """End this process as by Ctrl-C once nobody holds the other end of its standard input."""

    def watch() -> None:
        sys.stdin.buffer.read()
        signal.raise_signal(signal.SIGTERM)

    Thread(target=watch, daemon=True, name="attendant").start()
