"""What is done about events by the clock: a worker runs these."""

from procrastinate.contrib.django import app

from apps.events.deliveries import forget_ended

KEPT_DAYS = 30


@app.periodic(cron="41 3 * * *")
@app.task
def forget_ended_deliveries(timestamp: int) -> None:
    """Remove deliveries that ended well a month ago; the events themselves stay."""
    forget_ended(KEPT_DAYS)
