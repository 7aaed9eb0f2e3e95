"""Work under way over HTTP."""

from typing import Any
from uuid import UUID

from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.pagination import Page
from apps.ingestion import queries, serializers
from apps.ingestion.dtos import JobDetail


class JobViewSet(SliceViewSet):
    """/jobs and /jobs/{job_id}."""

    @endpoint(answer=PageOf(JobDetail), query=serializers.ListJobs, moving=True)
    def list(self, actor: Actor, **page: Any) -> Page[JobDetail]:
        """Work under way and work done, newest first."""
        return queries.list_jobs(**page)

    @endpoint(answer=JobDetail, moving=True)
    def retrieve(self, actor: Actor, job_id: UUID) -> JobDetail:
        """How far a job is, or how it ended."""
        return queries.get_job(job_id)
