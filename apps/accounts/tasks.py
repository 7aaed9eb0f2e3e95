"""What is done about people by the clock: a worker runs these."""

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app

from apps.accounts.attempts import forget_old_attempts
from apps.accounts.incidents import tell_the_rest


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="accounts.tell_incidents")
def tell_incidents(timestamp: int) -> None:
    """Let the trail know how often what it was told of went on."""
    tell_the_rest()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="accounts.forget_attempts")
def forget_attempts(timestamp: int) -> None:
    """Remove addresses that were kept to lock somebody out, once they no longer do."""
    forget_old_attempts()


@app.periodic(cron="41 4 * * *")
@app.task
def forget_ended_sessions(timestamp: int) -> None:
    """Remove sessions that nobody can go on with."""
    SessionStore.clear_expired()
