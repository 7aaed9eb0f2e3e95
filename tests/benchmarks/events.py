"""events.deliver and jobs: how many events reach a subscriber, and how many jobs run, each second.

A worker that ships its own subscriber runs in another process, as in a registry at work.
"""

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.home import prepare

SUBJECTS = 200
LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%sweep_store'"


def delivering(events: int) -> float:
    """Events a second, from the first look of a worker at a backlog until the last is heard."""
    from tests.events import counting

    counting.prepare()
    counting.happen(events, SUBJECTS)
    with counting.worker():
        _wait(lambda: counting.heard()[0], 1)
        began, before = time.perf_counter(), counting.heard()[0]
        _wait(lambda: counting.heard()[0], events)
        took = time.perf_counter() - began
    return (events - before) / took


def jobs(count: int) -> tuple[float, float]:
    """Jobs a second, deferred each in a transaction of its own, and executed by a worker."""
    from apps.core.tasks import sweep_store
    from tests.events import counting

    began = time.perf_counter()
    for _ in range(count):
        sweep_store.configure().defer(timestamp=0)
    deferred = count / (time.perf_counter() - began)
    with counting.worker():
        _wait(lambda: count - _left(), 1)
        began, before = time.perf_counter(), count - _left()
        _wait(lambda: count - _left(), count)
        took = time.perf_counter() - began
    return deferred, (count - before) / took


def latency(times: int) -> float:
    """Milliseconds from the commit of an event until its subscriber's is seen: the median."""
    from tests.events import counting

    took = []
    with counting.worker():
        counting.happen(1, 1)
        before = counting.heard()[0]
        _wait(lambda: counting.heard()[0], before + 1)
        for _ in range(times):
            before = counting.heard()[0]
            began = time.perf_counter()
            counting.happen(1, 1)
            _wait(lambda: counting.heard()[0], before + 1)
            took.append(time.perf_counter() - began)
            time.sleep(0.05)
    return sorted(took)[times // 2] * 1000


def _left() -> int:
    """How many jobs have not run; those that went well are not kept."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%sweep_store'"
        )
        return int(cursor.fetchone()[0])


def _wait(count: Callable[[], int], wanted: int, seconds: float = 300.0) -> None:
    ends = time.monotonic() + seconds
    while count() < wanted:
        if time.monotonic() > ends:
            message = f"{count()} of {wanted} after {seconds:.0f} s"
            raise TimeoutError(message)
        time.sleep(0.01)


def measure(events: int, count: int) -> dict[str, Any]:
    """All figures."""
    delivered = delivering(events)
    deferred, executed = jobs(count)
    return {
        "events.deliver": delivered,
        "events.latency_ms": latency(21),
        "jobs.deferred": deferred,
        "jobs.executed": executed,
    }


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare()
    found = measure(options.events, options.jobs)
    for name, figure in found.items():
        print(f"{name:>26} {figure:10,.1f}")  # noqa: T201
    if options.json:
        print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
