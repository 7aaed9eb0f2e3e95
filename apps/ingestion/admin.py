"""Jobs, for reading: what is under way, and how the rest ended."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.audit.policy import May
from apps.core.admin.shown import ShownAdmin
from apps.ingestion.models import Job
from apps.ingestion.queries import NEWEST_FIRST, with_state


@admin.register(Job)
class JobAdmin(ShownAdmin[Job]):
    seen_by = May.CURATOR
    keyset = NEWEST_FIRST
    list_display = (
        "subject_label",
        "kind",
        "state",
        "records",
        "started_at",
        "finished_at",
        "failure",
    )
    list_display_links = ("subject_label",)
    fields = ("subject_label", "kind", "state", "records", "bytes_read", "bytes_total",
              "started_at", "heard_from_at", "finished_at", "failure", "outcome")  # fmt: skip
    readonly_fields = ("state", "failure")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Each with whether its process lives."""
        return with_state(super().get_queryset(request))

    def state(self, obj: Any) -> str:
        """A dead process counts as a failure."""
        return str(obj.state)

    def failure(self, obj: Any) -> str | None:
        """Why it failed."""
        return obj.failure  # type: ignore[no-any-return]
