"""What is done about files by the clock: a worker runs these."""

from procrastinate.contrib.django import app

from apps.files.counting import add_up_all


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="files.total_downloads")
def total_downloads(timestamp: int) -> None:
    """Keep the rows few that whoever asks for downloads adds up."""
    add_up_all()
