"""What takes its time is told while it runs, apart from the transaction of the work itself.

A job is alive as long as its process holds the job's lock on a connection of its own: a killed
process holds nothing, and everybody who looks sees that the job has failed.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError

from apps.core.db import refusal_behind
from apps.core.errors import DomainError
from apps.core.rendering import plain
from apps.core.services import PRIMARY, services
from apps.ingestion.inputs import Inputs
from apps.ingestion.models import Job

EVERY = 0.5  # seconds between two signs of life
LOCKS = 0x4A0B  # the first half of every job's lock
LOCK = "SELECT pg_advisory_lock(%s, hashtext(%s))"
INTERRUPTED = "Its process ended before its work was done, and nothing of it was kept."
STOPPED = "Whoever started it stopped it, and nothing of it was kept."
BROKEN = "It failed through an error of the registry's own, which its log tells."
AWAY = (DatabaseError, InterfaceError)


@dataclass(slots=True)
class Outcome:
    """What came of a job, told by who did the work."""

    told: object = field(default=None)


@contextmanager
def job(kind: str, label: str, inputs: Inputs) -> Iterator[Outcome]:
    """Show the block's work as a job, with its progress, until it has ended well or not."""
    now = services.clock.now()
    row = Job(
        kind=kind, subject_label=label, started_at=now, heard_from_at=now,
        bytes_total=inputs.total,
    )  # fmt: skip
    row.save(force_insert=True)
    locked, done = Event(), Event()
    beating = Thread(target=_beat, args=(row, inputs, locked, done), daemon=True)
    beating.start()
    locked.wait()
    outcome = Outcome()
    try:
        yield outcome
    except BaseException as failure:
        with suppress(*AWAY):  # who looks sees the end of its process
            _finish(row, inputs, "failed", error=inputs.told_to_all(_said_of(failure)))
        raise
    else:
        _finish(row, inputs, "succeeded", outcome=plain(outcome.told))
    finally:
        done.set()
        beating.join()


def _beat(row: Job, inputs: Inputs, locked: Event, done: Event) -> None:
    """Hold the job's lock and write down how far it is, over this thread's own connection."""
    connection = services.connection(PRIMARY)
    try:
        with suppress(*AWAY):  # the work itself meets the same, and says so
            with connection.cursor() as cursor:
                cursor.execute(LOCK, [LOCKS, str(row.id)])
            locked.set()
            while not done.wait(EVERY):
                _write(row, inputs)
    finally:
        locked.set()
        connection.close()


def _write(row: Job, inputs: Inputs, **more: object) -> None:
    Job.objects.filter(pk=row.pk, status="running").update(
        records=inputs.records,
        bytes_read=inputs.received,
        bytes_total=inputs.total,
        heard_from_at=services.clock.now(),
        **more,
    )


def _finish(row: Job, inputs: Inputs, status: str, **ending: object) -> None:
    _write(row, inputs, status=status, finished_at=services.clock.now(), **ending)


def _said_of(failure: BaseException) -> str:
    """Why, fit for everybody: what only our log may tell is not told."""
    if isinstance(failure, KeyboardInterrupt):
        return STOPPED
    refusal = failure if isinstance(failure, DomainError) else refusal_behind(failure)
    return str(refusal) if refusal else BROKEN
