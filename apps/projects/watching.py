"""Which watched projects something touched, until each is compared anew: once for a whole burst."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.services import PRIMARY, services
from apps.projects.commands import reconcile_project

QUIET, AT_LAST = 1.0, 10.0  # seconds without another touch; seconds after the first, in any case

# What moved is a version, or of a release also the members that it brought, changed or lost.
TOUCH = """
INSERT INTO projects_touched (project_id, since, due_at)
SELECT project.id, clock_timestamp(), clock_timestamp() + %(quiet)s * interval '1 s'
  FROM projects_project AS project
 WHERE project.watch AND project.id IN (
       SELECT project_id FROM projects_pin WHERE source_id IN (
              SELECT source_id FROM versions_version WHERE id = %(version)s
               UNION
              SELECT span.member_id FROM versions_release AS release
                JOIN versions_membership AS span ON span.releases_id = release.source_id
                 AND (span.since = release.ordinal OR span.until = release.ordinal)
               WHERE release.version_id = %(version)s AND %(members)s))
 ORDER BY project.id
    ON CONFLICT (project_id) DO UPDATE
   SET due_at = least(excluded.due_at, projects_touched.since + %(last)s * interval '1 s')
"""
NEXT = """
WITH due AS (
    SELECT project.owner, project.id FROM projects_touched AS touched
      JOIN projects_project AS project ON project.id = touched.project_id
     WHERE touched.due_at <= clock_timestamp()
     ORDER BY touched.due_at LIMIT 1 FOR NO KEY UPDATE OF project, touched SKIP LOCKED
)
DELETE FROM projects_touched USING due WHERE project_id = due.id RETURNING due.owner, due.id
"""
LATER = """
INSERT INTO projects_touched (project_id, since, due_at)
VALUES (%s, clock_timestamp(), clock_timestamp() + interval '1 min')
"""

log = structlog.get_logger("bdp.projects")


def touch(version_id: UUID, *, members: bool) -> int:
    """Have the watched projects compared that pin the source of a version; returns how many.

    With its `members`, also those that pin what changed in a release.
    """
    told: dict[str, Any] = {
        "version": version_id,
        "members": members,
        "quiet": QUIET,
        "last": AT_LAST,
    }
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(TOUCH, told)
        return int(cursor.rowcount)


def compare_next(compare: Callable[..., Any] = reconcile_project) -> bool:
    """Compare the next project that is due, and say whether there was one.

    Who is interrupted leaves it to be compared by the next. One that cannot be compared is tried
    again later, and holds up no other.
    """
    with transaction.atomic(using=PRIMARY), services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(NEXT)
        if (found := cursor.fetchone()) is None:
            return False
        owner, project_id = found
        try:
            watch = Actor.system("watch")
            with transaction.atomic(using=PRIMARY):
                compare(actor=watch, owner=owner, name=str(project_id), news_only=True)
        except DomainError as refusal:  # it has no lock any more, or is gone
            log.warning("watched project not compared", project=str(project_id), why=str(refusal))
        except Exception:
            log.exception("watched project not compared", project=str(project_id))
            cursor.execute(LATER, [project_id])
        return True
