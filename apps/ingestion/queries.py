"""Every question about what was taken in, and about work under way. Nothing here writes."""

from typing import Unpack
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, F, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from apps.core import dto
from apps.core.db import query, reading
from apps.core.pagination import Keyset, Page, Window
from apps.ingestion.dtos import JobDetail
from apps.ingestion.errors import JobNotFound
from apps.ingestion.jobs import INTERRUPTED, LOCKS
from apps.ingestion.models import CatalogueEntry, Job
from apps.versions.models import Release

NEWEST_FIRST = Keyset(name="jobs", columns=("started_at", "id"), descending=True)

# Whether the process of a job lives: it holds the job's lock. A replica knows no locks of the
# primary; there a job counts as alive while it was heard from within the last half minute.
ALIVE = """
CASE WHEN pg_is_in_recovery() THEN heard_from_at > now() - interval '30 seconds'
     ELSE EXISTS (SELECT FROM pg_locks
                   WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2
                     AND objid::bigint = hashtext(ingestion_job.id::text)::bigint & 4294967295)
END
"""


@query
def has_catalogue() -> bool:
    """Whether a catalogue was ever imported."""
    return reading(CatalogueEntry).exists()


@query
def has_releases() -> bool:
    """Whether any release was ever taken in with its members."""
    return reading(Release).exists()


@query
def list_releases(organization: str, source: str) -> list[str]:
    """The publisher's names of the releases that are held with their members, the oldest first."""
    named = {"source__slug": source, "source__organization__slug": organization}
    rows = reading(Release).filter(**named).order_by("ordinal")
    return [str(name) for name in rows.values_list("version__external_version", flat=True)]


@query
def list_jobs(**window: Unpack[Window]) -> Page[JobDetail]:
    """Work under way and work done, newest first."""
    return NEWEST_FIRST.page(JobDetail, _jobs(), **window)


@query
def get_job(job_id: UUID) -> JobDetail:
    """One job: how far it is, and once it has ended, how: what came of it, or what was wrong.

    Raises `JobNotFound`.
    """
    return dto.one(JobDetail, _jobs().filter(id=job_id), JobNotFound(job=job_id))


def _jobs() -> "QuerySet[Job]":
    """The jobs; one whose process died is failed, though it could not say so itself."""
    dead = {"status": "running", "alive": False}
    return (
        reading(Job)
        .annotate(alive=RawSQL(ALIVE, [LOCKS], output_field=BooleanField()))  # noqa: S611
        .annotate(
            state=Case(When(**dead, then=Value("failed")), default=F("status")),
            failure=Case(
                When(**dead, then=Value(INTERRUPTED)), default=F("error"), output_field=CharField()
            ),
        )
    )
