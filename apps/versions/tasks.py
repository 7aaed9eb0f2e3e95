"""What is done about versions by the clock: a worker runs these."""

from procrastinate.contrib.django import app

from apps.versions.counting import count_anew


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="versions.count_everything")
def count_everything(timestamp: int) -> None:
    """Have statistics ready for whoever asks until something happens."""
    count_anew()
