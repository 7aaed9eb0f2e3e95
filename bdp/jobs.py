"""Jobs: what a worker does by the clock, or because somebody deferred it.

They are Procrastinate's (https://procrastinate.readthedocs.io): rows of PostgreSQL, deferred in the
transaction of whoever wants them done.
"""

import asyncio
import time
from contextlib import suppress
from threading import Event as Flag
from typing import Any

import structlog
from procrastinate import App, exceptions
from procrastinate.contrib.django import app as jobs

LOOKS_EVERY = 1.0  # seconds between two looks for jobs whose time has come
HEARTBEAT = 5.0  # seconds between two signs of life of a worker
STALLED = 20.0  # seconds without one after which its jobs are somebody else's
GRACE = 10.0  # seconds for what has begun, once it is told to end

log = structlog.get_logger("bdp.worker")


async def run_jobs(concurrency: int, stop: Flag) -> None:
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
            fetch_job_polling_interval=LOOKS_EVERY, update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED,
            shutdown_graceful_timeout=GRACE,
            delete_jobs="successful",  # some come every minute, for ever
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
