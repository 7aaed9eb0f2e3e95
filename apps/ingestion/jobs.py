"""What takes its time is told while it runs, apart from the transaction of the work itself.

A job is alive as long as its process holds the job's lock on a connection of its own: a killed
process holds nothing, and everybody who looks sees that the job has failed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from apps.core.rendering import plain
from apps.core.services import PRIMARY, services
from apps.ingestion.arriving import Progress
from apps.ingestion.models import Job

EVERY = 0.5  # seconds between two signs of life
LOCKS = 0x4A0B  # the first half of every job's lock
LOCK = "SELECT pg_advisory_lock(%s, hashtext(%s))"
INTERRUPTED = "Its process ended before its work was done, and nothing of it was kept."


@dataclass(slots=True)
class Outcome:
    """What came of a job, told by who did the work."""

    told: object = field(default=None)


@contextmanager
def job(kind: str, label: str, progress: Progress, total: int | None) -> Iterator[Outcome]:
    """Show the block's work as a job, with its progress, until it has ended well or not."""
    now = services.clock.now()
    row = Job(
        kind=kind, subject_label=label, started_at=now, heard_from_at=now, bytes_total=total
    )  # fmt: skip
    row.save(force_insert=True)
    locked, done = Event(), Event()
    beating = Thread(target=_beat, args=(row, progress, locked, done), daemon=True)
    beating.start()
    locked.wait()
    outcome = Outcome()
    try:
        yield outcome
    except BaseException as failure:
        _finish(row, progress, "failed", error=str(failure) or type(failure).__name__)
        raise
    else:
        _finish(row, progress, "succeeded", outcome=plain(outcome.told))
    finally:
        done.set()
        beating.join()


def _beat(row: Job, progress: Progress, locked: Event, done: Event) -> None:
    """Hold the job's lock and write down how far it is, over this thread's own connection."""
    connection = services.connection(PRIMARY)
    try:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [LOCKS, str(row.id)])
        locked.set()
        while not done.wait(EVERY):
            Job.objects.filter(pk=row.pk, status="running").update(
                records=progress.records,
                bytes_read=progress.size,
                heard_from_at=services.clock.now(),
            )
    finally:
        locked.set()
        connection.close()


def _finish(row: Job, progress: Progress, status: str, **ending: object) -> None:
    now = services.clock.now()
    Job.objects.filter(pk=row.pk).update(
        status=status,
        records=progress.records,
        bytes_read=progress.size,
        heard_from_at=now,
        finished_at=now,
        **ending,
    )
