"""Watched projects in tests, where nobody waits for a burst to be over."""

from django.db import connection


def make_due() -> None:
    """Let every project that was touched be compared at once."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_touched SET due_at = clock_timestamp()")


def touched() -> list[str]:
    """The names of the projects that wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM projects_touched JOIN projects_project ON id = project_id ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]
