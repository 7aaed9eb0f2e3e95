"""The operators' door to work under way: releases coming in, jobs, and what could not be told."""

from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser
from procrastinate.contrib.django import app

from apps.core.actor import Actor
from apps.core.errors import InvalidRequest, NotFound
from apps.core.operators import OperatorCommand
from apps.core.rendering import plain
from apps.events.commands import redeliver_event, retry_job
from apps.events.queries import list_dead_deliveries
from apps.ingestion.queries import list_jobs

MOST_DIGITS = 18  # of a job's number
UNDER_WAY = ("todo", "doing", "failed")


class Command(OperatorCommand):
    help = "List what is under way or failed, or try again what failed."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and with which."""
        parser.add_argument("what", choices=["list", "retry"])
        parser.add_argument("id", nargs="?", metavar="ID", help="a job's or a delivery's, to retry")

    def run(self, what: str, id: str | None, **_: Any) -> dict[str, Any]:  # noqa: A002
        """Look, or let it run again."""
        return _list() if what == "list" else _retry(id or "")

    def tell(self, answer: dict[str, Any]) -> None:
        """A line for each."""
        for job in answer.get("ingests", []):
            self.stdout.write(
                f"{job['id']}  {job['status']:<9} {job['kind']} {job['subject_label']}"
            )
        for job in answer.get("jobs", []):
            self.stdout.write(f"{job['id']:<36}  {job['status']:<9} {job['task']}")
        for dead in answer.get("dead", []):
            self.stdout.write(
                f"{dead['id']}  dead      {dead['subscription']} {dead['subject']}: "
                f"{dead['last_error']}"
            )
        if "retried" in answer:
            self.stdout.write(f"{answer['retried']} is tried again.")


def _list() -> dict[str, Any]:
    found = [job for status in UNDER_WAY for job in app.job_manager.list_jobs(status=status)]
    return {
        "ingests": plain(list_jobs(limit=20).results),
        "jobs": [
            {
                "id": job.id, "task": job.task_name, "status": job.status,
                "attempts": job.attempts, "scheduled_at": job.scheduled_at,
            }
            for job in found
        ],
        "dead": plain(list_dead_deliveries()),
    }  # fmt: skip


def _retry(told: str) -> dict[str, Any]:
    """Let a failed job, by its number, or a delivery, by its id, be due at once."""
    missing = InvalidRequest(
        detail=f"Nothing that failed has the id “{told[:50]}”. See manage.py jobs list; a release"
        " is taken in again by manage.py ingest."
    )
    actor = Actor.system("jobs")
    try:
        if told.isdecimal() and len(told) <= MOST_DIGITS:
            retry_job(actor=actor, job_id=int(told))
        else:
            redeliver_event(actor=actor, delivery_id=UUID(told))
    except (ValueError, NotFound):
        raise missing from None
    return {"retried": told}
