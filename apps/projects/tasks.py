"""Comparing the watched projects that something touched: a worker does it."""

import time
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from apps.core.services import PRIMARY, services
from apps.projects.watching import compare_next

NAME = "projects.compare_touched"
LONGEST = 5.0  # seconds after which a job gives way to the next, so that a worker can end


@app.periodic(cron="* * * * *")
@app.task(queueing_lock=NAME)
def compare_touched(timestamp: int) -> None:
    """Compare what is due, one project after the other, each in a transaction of its own."""
    begun = time.monotonic()
    while compare_next():
        if time.monotonic() - begun > LONGEST:
            with suppress(AlreadyEnqueued):
                compare_touched.configure().defer(timestamp=timestamp)
            return


def defer_comparing() -> None:
    """Have it done once the burst is over: one job for all that happens within a second."""
    at = services.clock.now().replace(microsecond=0) + timedelta(seconds=2)
    job = compare_touched.configure(
        schedule_at=at, queueing_lock=f"{NAME} {at:%H:%M:%S}", lock=None
    )
    with suppress(AlreadyEnqueued), transaction.atomic(using=PRIMARY):
        job.defer(timestamp=int(at.timestamp()))
