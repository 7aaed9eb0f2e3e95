"""Every question about what was taken in, and about work under way. Nothing here writes."""

from datetime import date
from typing import Any, Unpack
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, F, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from apps.audit.actions import AuditAction
from apps.audit.queries import list_newest
from apps.core import dto
from apps.core.db import query, read_cursor, reading
from apps.core.pagination import Keyset, Page, Window
from apps.ingestion.dtos import (
    JobDetail,
    LastImport,
    LeftOutLine,
    MonthOfReleases,
    NamedRelease,
    UnlicensedSource,
    WaitingDraft,
)
from apps.ingestion.errors import JobNotFound
from apps.ingestion.jobs import INTERRUPTED, LOCKS
from apps.ingestion.models import CatalogueEntry, Job
from apps.sources.models import Source
from apps.versions.models import RESOLVING, Release, Version

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

OF_EACH_MONTH = """
    SELECT first, (SELECT count(*) FROM (
               SELECT FROM versions_version
                WHERE status IN ('published', 'deprecated') AND external_version IS NOT NULL
                  AND effective_date >= first AND effective_date < first + interval '1 month'
                LIMIT %s) AS counted)
      FROM unnest(%s::date[]) AS months (first) ORDER BY first
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


@query
def list_failed_jobs(limit: int) -> tuple[JobDetail, ...]:
    """The newest jobs that failed, whether they said so or died."""
    return NEWEST_FIRST.page(JobDetail, _jobs().filter(state="failed"), limit=limit).results


@query
def list_waiting_drafts(limit: int) -> tuple[WaitingDraft, ...]:
    """The drafts that wait longest."""
    return dto.many(WaitingDraft, reading(Version).filter(status="draft").order_by("id")[:limit])


@query
def list_unlicensed_sources(limit: int) -> tuple[UnlicensedSource, ...]:
    """Sources without a licence, by slug; the members of releases have that of their release."""
    rows = reading(Source).filter(license=None, names_stand_apart=False)
    return dto.many(UnlicensedSource, rows.order_by("slug", "id")[:limit])


@query
def list_named_releases(limit: int) -> tuple[NamedRelease, ...]:
    """The newest releases that bear a publisher's name, by the day they count from."""
    return dto.many(NamedRelease, _named_releases().order_by("-effective_date", "-id")[:limit])


@query
def list_months_of_releases(today: date, *, months: int, most: int) -> tuple[MonthOfReleases, ...]:
    """How many named releases each of the last months has, the oldest month first.

    A month is counted no further than `most`: however many there are, so much is read.
    """
    firsts = [_months_before(today, back) for back in range(months - 1, -1, -1)]
    with read_cursor() as rows:
        rows.execute(OF_EACH_MONTH, [most, firsts])
        return tuple(MonthOfReleases(month=month, count=count) for month, count in rows.fetchall())


@query
def find_last_import() -> LastImport | None:
    """The newest import of the catalogue that changed something; None before the first."""
    for row in list_newest(AuditAction.IMPORT_CATALOGUE, limit=1):
        lines = row.metadata.get("after", {}).get("left_out", [])
        left_out = tuple(LeftOutLine(**line) for line in lines)
        return LastImport(id=row.id, created_at=row.created_at, left_out=left_out)
    return None


def _named_releases() -> "QuerySet[Version]":
    return reading(Version).filter(status__in=RESOLVING, external_version__isnull=False)


def _months_before(today: date, back: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return date(year, month + 1, 1)


def _jobs() -> "QuerySet[Any]":
    return with_state(reading(Job))


def with_state(rows: "QuerySet[Job]") -> "QuerySet[Any]":
    """The jobs; one whose process died is failed, though it could not say so itself."""
    dead = {"status": "running", "alive": False}
    return rows.annotate(
        alive=RawSQL(ALIVE, [LOCKS], output_field=BooleanField())  # noqa: S611 # nosec B611
    ).annotate(
        state=Case(When(**dead, then=Value("failed")), default=F("status")),
        failure=Case(
            When(**dead, then=Value(INTERRUPTED)), default=F("error"), output_field=CharField()
        ),
    )
