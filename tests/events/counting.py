"""A worker that can be killed, with a subscriber that writes down what it is told.

As a program it is such a worker, on the database that DATABASE_URL names.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode

Begin: TypeAlias = Callable[[], "subprocess.Popen[bytes]"]

ROOT = Path(__file__).resolve().parents[2]
NAME = "counting"
POISON = "sources/poison"  # whoever is told of it dies of it
TABLE = """
CREATE TABLE heard (
    event uuid PRIMARY KEY, subject text, position bigint, times int DEFAULT 1,
    number bigint GENERATED ALWAYS AS IDENTITY
);
GRANT ALL ON heard TO PUBLIC
"""
HEAR = """
INSERT INTO heard (event, subject, position) VALUES (%s, %s, %s)
ON CONFLICT (event) DO UPDATE SET times = heard.times + 1
"""
HEARD = """
SELECT count(*), coalesce(max(times), 0), count(*) FILTER (WHERE late)
  FROM (SELECT times, position < max(position) OVER (
                   PARTITION BY subject ORDER BY number ROWS UNBOUNDED PRECEDING) AS late
          FROM heard) AS each
"""


def prepare() -> None:
    """Make the table, and the subscription of everything from the first event on."""
    from django.db import connections

    from apps.core.services import OWNER
    from apps.events.subscriptions import subscribe

    with connections[OWNER].cursor() as cursor:
        cursor.execute(TABLE)
    subscribe(sender="function", name=NAME, start="first")


def happen(events: int, subjects: int) -> None:
    """So many events of so many subjects, in as many transactions as it takes."""
    from tests.events.racing import connected, write

    with connected() as connection:
        for number in range(events):
            write(connection, f"sources/{number % subjects}")
            if number % 10 == 9:
                connection.commit()
        connection.commit()


def heard() -> tuple[int, int, int]:
    """How many events were heard, the most times that one was, and how many out of order."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(HEARD)
        count, times, late = cursor.fetchone()
    return count, times, late


def kill_while_working(
    times: int, chance: random.Random, *, workers: int = 2, begin: Begin | None = None
) -> None:
    """Run so many workers at once, and kill one after another with -9; the last are killed too."""
    running = [_begun(begin) for _ in range(workers)]
    try:
        for _ in range(times):
            time.sleep(chance.uniform(0.2, 2.0))
            end(running.pop(0))
            running.append(_begun(begin))
    finally:
        for left in running:
            end(left)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Kill it with -9, and leave nothing open."""
    with process:
        process.kill()


@contextmanager
def worker(begin: Begin | None = None) -> Iterator[None]:
    """One that works as long as the block, and ends well."""
    running = _begun(begin)
    try:
        yield
        running.terminate()
        assert running.wait(30) == 0
    finally:
        end(running)


def _begun(begin: Begin | None) -> "subprocess.Popen[bytes]":
    """A worker that works already, as it says itself."""
    running = (begin or start)()
    assert running.stdout
    assert running.stdout.readline()
    return running


def start(*command: str, says: int = subprocess.DEVNULL, **told: str) -> "subprocess.Popen[bytes]":
    """Start a worker on the database that this process uses: this module, or another command.

    What it says on standard error goes nowhere, or where `says` leads.
    """
    environment = {**os.environ, **told, "DATABASE_URL": _address()}
    whole = [sys.executable, *(command or ("-m", "tests.events.counting"))]
    return subprocess.Popen(whole, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=says)


def wait_until_heard(events: int, seconds: float) -> bool:
    """Whether so many were heard at last."""
    ends = time.monotonic() + seconds
    while heard()[0] < events and time.monotonic() < ends:
        time.sleep(0.2)
    return heard()[0] >= events


def _address() -> str:
    from apps.core.services import PRIMARY, services

    told: dict[str, Any] = services.connection(PRIMARY).get_connection_params()
    password = f":{quote(told['password'])}" if told.get("password") else ""
    options = {name: told[name] for name in ("passfile",) if name in told}
    query = urlencode({"host": told["host"], **options})
    port = f":{told['port']}" if told.get("port") else ""
    return f"postgresql://{told['user']}{password}@{port}/{told['dbname']}?{query}"


def _hear(told: Any) -> None:
    from django.db import connection

    if told.subject == POISON:
        os.kill(os.getpid(), signal.SIGKILL)
    with connection.cursor() as cursor:
        cursor.execute(HEAR, [told.id, told.subject, told.position])


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main() -> None:
    """Work, until killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bdp.settings")
    import django

    django.setup()
    from apps.events.subscribing import subscriber
    from bdp.working import work

    subscriber(name=NAME, start="first")(_hear)
    work(concurrency=4, ready=lambda: _say("Working."), waiting=lambda: None)


if __name__ == "__main__":
    main()
