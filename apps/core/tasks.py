"""What the registry does by the clock, whoever asks for it: a worker runs these."""

from datetime import timedelta

from procrastinate.contrib.django import app

from apps.core.services import services

ABANDONED = timedelta(days=1)  # what was begun before that, nobody goes on with
KEPT_HOURS = 7 * 24  # of jobs that have ended


@app.periodic(cron="11 * * * *")
@app.task
def sweep_store(timestamp: int) -> None:
    """Remove what killed processes left half written in the store."""
    services.store.sweep(before=services.clock.now() - ABANDONED)


@app.periodic(cron="23 3 * * *")
@app.task
async def forget_ended_jobs(timestamp: int) -> None:
    """Remove jobs that ended a week ago; those that failed stay a while for whoever looks."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
    await app.job_manager.delete_old_jobs(nb_hours=8 * KEPT_HOURS, include_failed=True)
