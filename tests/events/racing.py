"""Writers that commit whenever they get to it, and a poller that must miss none of them."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event as Flag
from typing import Any
from uuid import UUID

import psycopg

from apps.core.actor import Actor
from apps.core.ids import uuid7
from apps.core.services import PRIMARY, services
from apps.events.queries import list_events

WRITERS = 200
INSERT = """
INSERT INTO events_event (id, type, subject, time, data, organization, public, version)
VALUES (%s, 'org.bdp.source.updated', %s, now(), '{}', NULL, true, 1)
"""


@dataclass(frozen=True, slots=True)
class Written:
    """An event, and between which two instants its transaction committed."""

    id: UUID
    began: float
    ended: float


@contextmanager
def connected() -> Iterator["psycopg.Connection[Any]"]:
    """A connection of one's own to the program's database."""
    parameters = services.connection(PRIMARY).get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters) as connection:
        yield connection


def write(connection: "psycopg.Connection[Any]", subject: str = "sources/one") -> UUID:
    """Put an event into the transaction at hand."""
    event = uuid7()
    connection.execute(INSERT, [event, subject])
    return event


def follow(after: str = "") -> tuple[list[UUID], str]:
    """What there is behind a cursor, and where to go on."""
    feed = list_events(actor=Actor.system("poller"), source="/api/v1", after=after, limit=1000)
    return [event.id for event in feed.results], feed.next


def race(seconds: float, writers: int = WRITERS) -> tuple[list[Written], list[UUID]]:
    """What so many writers wrote in so many seconds, and what a poller saw meanwhile and after."""
    over = Flag()
    with ThreadPoolExecutor(writers) as pool:
        running = [pool.submit(_write_until, over, number) for number in range(writers)]
        seen, cursor, ends = [], "", time.monotonic() + seconds
        while time.monotonic() < ends:
            ids, cursor = follow(cursor)
            seen += ids
        over.set()
        written = [each for one in running for each in one.result()]
    while (more := follow(cursor))[0]:
        seen, cursor = seen + more[0], more[1]
    return written, seen


def assert_in_order_of_commits(written: list[Written], seen: list[UUID]) -> None:
    """Each is seen once, and none before one whose commit had ended before its own began."""
    by_id = {each.id: each for each in written}
    assert len(seen) == len(set(seen)), "an event was seen twice"
    assert set(seen) == set(by_id), f"{len(set(by_id) - set(seen))} were missed"
    latest = 0.0
    for each in map(by_id.__getitem__, seen):
        assert each.ended > latest, "an event came after one that was committed later"
        latest = max(latest, each.began)


def _write_until(over: Flag, number: int) -> list[Written]:
    dice, written = random.Random(number), []
    with connected() as connection:
        while not over.is_set():
            event = write(connection, f"sources/{number}")
            time.sleep(dice.expovariate(20))
            began = time.monotonic()
            connection.commit()
            written.append(Written(event, began, time.monotonic()))
    return written
