"""The worker: delivers events, and runs jobs, until it is told to end.

Jobs are Procrastinate's (https://procrastinate.readthedocs.io): rows of PostgreSQL, deferred in the
transaction of whoever wants them done. As many workers as there are machines may run at once.
"""

import asyncio
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event as Flag
from threading import Thread
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, connections
from django.db.migrations.executor import MigrationExecutor
from procrastinate import App, exceptions
from procrastinate.contrib.django import app as jobs

from apps.core.services import PRIMARY
from apps.events.lanes import Dispatcher

HEARTBEAT = 5.0  # seconds between two signs of life of a worker
STALLED = 20.0  # seconds without one after which its jobs are somebody else's
LOOKS_EVERY = 2.0  # seconds, for tables that are not there yet
GRACE = 10.0  # seconds for what has begun, once it is told to end

log = structlog.get_logger("bdp.worker")


def work(*, concurrency: int, ready: Callable[[], None], waiting: Callable[[], None]) -> None:
    """Work until Ctrl-C or SIGTERM. `ready` is called once the tables are there.

    Until then it waits, and calls `waiting` once to say so.
    """
    stop = Flag()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if not _migrated(stop, waiting):
        return
    delivering = Thread(target=Dispatcher(concurrency).run, args=(stop,), name="dispatcher")
    delivering.start()
    ready()
    try:
        asyncio.run(_run_jobs(concurrency, stop))
    finally:
        stop.set()
        delivering.join()


def end_with_standard_input() -> None:
    """End this process as by Ctrl-C once nobody holds the other end of its standard input."""

    def watch() -> None:
        sys.stdin.buffer.read()
        signal.raise_signal(signal.SIGTERM)

    Thread(target=watch, daemon=True, name="attendant").start()


def _migrated(stop: Flag, waiting: Callable[[], None]) -> bool:
    """Whether the tables are there, at last."""
    told = False
    while not stop.is_set():
        if _has_its_tables():
            return True
        if not told:
            waiting()
        told = True
        stop.wait(LOOKS_EVERY)
    return False


def _has_its_tables() -> bool:
    try:
        executor = MigrationExecutor(connections[PRIMARY])
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError):  # away, or its rights are not settled yet
        connections[PRIMARY].close()
        return False


async def _run_jobs(concurrency: int, stop: Flag) -> None:
    """Run jobs until `stop` is set; a database that is away is waited for."""
    while not stop.is_set():
        app = jobs.with_connector(jobs.connector.get_worker_connector())  # type: ignore[attr-defined]
        try:
            async with app.open_async():
                await _attended(app, concurrency, stop)
        except exceptions.ConnectorException as failure:
            log.warning("jobs wait for the database", why=str(failure)[:200])
            await asyncio.sleep(1.0)


async def _attended(app: App, concurrency: int, stop: Flag) -> None:
    """Jobs, and what dead workers left of theirs, until `stop` is set or the database is away."""
    running = asyncio.create_task(
        app.run_worker_async(
            concurrency=concurrency, install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT, stalled_worker_timeout=STALLED,
            shutdown_graceful_timeout=GRACE,
        )
    )  # fmt: skip
    try:
        looked = 0.0
        while not stop.is_set() and not running.done():
            if time.monotonic() > looked + HEARTBEAT:
                await _take_over(app)
                looked = time.monotonic()
            await asyncio.sleep(0.2)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _take_over(app: App) -> None:
    """Let the jobs of workers that are heard of no more run again."""
    stalled: Any = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED)
    for job in stalled:
        log.warning("job of a dead worker", job=job.id, task=job.task_name)
        with suppress(exceptions.ConnectorException):  # another worker was quicker
            await app.job_manager.retry_job(job)
