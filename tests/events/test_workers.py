"""Workers may be killed at any moment: each event is heard, once, in the order of its subject."""

import random
import time

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app

from apps.core.services import OWNER
from apps.core.tasks import sweep_store
from tests.events import counting

EVENTS, SUBJECTS, KILLINGS = 2000, 40, 4


@pytest.mark.usefixtures("committed")
def test_killed_workers_lose_nothing_and_tell_nothing_twice() -> None:
    counting.prepare()
    counting.happen(EVENTS, SUBJECTS)
    counting.kill_while_working(KILLINGS, random.Random(1))
    with counting.worker():
        assert counting.wait_until_heard(EVENTS, 60), "a killed worker's come back in a minute"
    assert counting.heard() == (EVENTS, 1, 0)


@pytest.mark.usefixtures("committed")
def test_a_killed_workers_job_is_run_by_another_within_a_minute() -> None:
    job = sweep_store.configure().defer(timestamp=0)
    with connection.cursor() as cursor:  # as a worker left it that was killed long ago
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 h')"
            " RETURNING id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [dead, job],
        )
    with counting.worker():
        assert _is_done(job, 60)


@pytest.mark.usefixtures("committed")
def test_a_job_goes_with_the_transaction_that_wanted_it() -> None:
    with transaction.atomic():
        sweep_store.configure().defer(timestamp=0)
        transaction.set_rollback(True)
    assert app.job_manager.list_jobs() == []
    with transaction.atomic():
        sweep_store.configure().defer(timestamp=0)
    assert [job.status for job in app.job_manager.list_jobs()] == ["todo"]


@pytest.mark.usefixtures("committed")
def test_a_worker_that_comes_before_the_tables_waits_for_them() -> None:
    _owner("ALTER TABLE django_migrations RENAME TO not_there_yet")
    running = counting.start("manage.py", "worker")
    try:
        assert running.stdout
        assert b"run `python manage.py migrate`" in running.stdout.readline()
        _owner("ALTER TABLE not_there_yet RENAME TO django_migrations")
        assert running.stdout.readline() == b"Working.\n"
        running.terminate()
        assert running.wait(30) == 0
    finally:
        counting.end(running)


def _owner(statement: str) -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement)


def _is_done(job: int, seconds: float) -> bool:
    """Whether a job goes well in time: then nothing is left of it."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not app.job_manager.list_jobs(id=job):
            return True
        time.sleep(0.2)
    return False
