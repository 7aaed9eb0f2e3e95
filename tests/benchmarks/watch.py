"""projects.watch: one publish that very many watched projects pin, until each has been compared.

Run `python -m tests.benchmarks.watch [--projects 1000] [--pins 100]`. It works on a registry of its
own, with a real worker, and ends with status 1 if a project was not compared, or twice.
"""

import argparse
import json
import subprocess
import sys
import time
from statistics import median
from typing import Any

from tests.benchmarks.home import prepare

MOST = 600.0  # seconds


def measure(projects: int, pins: int) -> dict[str, Any]:
    """How long publishing takes, watched or not; how long until all are compared, and its cost."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from apps.events.carrying import deliver_all
    from apps.projects.watching import compare_next
    from tests import builders

    locking = _lock(projects, pins)
    deliver_all()
    unwatched = median(_publish("apart", n) for n in range(5))
    watched = _publish("set0", 0)
    began = time.perf_counter()
    worker = subprocess.Popen([sys.executable, "manage.py", "worker"])
    took = _until_compared(projects) - began
    worker.terminate()
    worker.wait()
    again = _compared()
    _publish("set1", 1)
    builders.release("deprecated soon", of="lab/apart")
    deliver_all()
    time.sleep(1.2)
    with CaptureQueriesContext(connection) as captured:
        compare_next()
    return {
        "projects": projects, "pins": pins, "lock_ms": locking * 1000,
        "publish_unwatched_ms": unwatched * 1000, "publish_watched_ms": watched * 1000,
        "all_compared_s": took, "ms_a_project": took / projects * 1000,
        "statements_a_project": len(captured), "compared": again,
    }  # fmt: skip


def _lock(projects: int, pins: int) -> float:
    """Projects that pin the same sources; returns the seconds that a lock took in the middle."""
    from apps.projects import commands
    from tests import builders

    builders.organization("lab")
    builders.source("apart", of="lab")
    for n in range(pins):
        builders.source(f"set{n}", of="lab")
        builders.release("first", of=f"lab/set{n}", on="2026-01-01")
    manifest: Any = {"project": {}, "sources": [f"lab:set{n}@^1" for n in range(pins)], "tools": []}
    spent = []
    for n in range(projects):
        mine: Any = {"actor": builders.BUILDER, "owner": "lab", "name": f"screen-{n}"}
        commands.create_project(**mine, watch=True)
        commands.update_project(**mine, manifest=manifest)
        began = time.perf_counter()
        commands.lock_project(**mine)
        spent.append(time.perf_counter() - began)
    return median(spent)


def _publish(source: str, number: int) -> float:
    """Publish a newer version; how many seconds that took."""
    from apps.versions.commands import publish_version
    from tests import builders

    made = builders.draft(f"newer {number}", of=f"lab/{source}", on="2026-02-01")
    began = time.perf_counter()
    publish_version(actor=builders.BUILDER, **builders.address(made))
    return time.perf_counter() - began


def _until_compared(projects: int) -> float:
    """The instant at which so many reconciliations were there."""
    ends = time.monotonic() + MOST
    while _compared() < projects:
        if time.monotonic() > ends:
            message = f"{_compared()} of {projects} were compared"
            raise TimeoutError(message)
        time.sleep(0.05)
    return time.perf_counter()


def _compared() -> int:
    from apps.projects.models import Reconciliation

    return Reconciliation.objects.filter(reconciled_by="watch", in_sync=False).count()


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--pins", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare()
    found = measure(options.projects, options.pins)
    print(  # noqa: T201
        f"projects.watch: publishing took {found['publish_watched_ms']:.0f} ms, unwatched "
        f"{found['publish_unwatched_ms']:.0f}; {found['compared']:,} projects of "
        f"{found['pins']} pins were compared within {found['all_compared_s']:.1f} s of a worker's "
        f"start: {found['ms_a_project']:.1f} ms and {found['statements_a_project']} statements "
        f"each. Locking one took {found['lock_ms']:.0f} ms."
    )
    if options.json:
        print(json.dumps(found))  # noqa: T201
    if found["compared"] != options.projects:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
