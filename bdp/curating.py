"""The admin's first page: what needs a curator, and what was released. Each question is bounded."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from apps.accounts.site import RegistrySite
from apps.audit.actions import AuditAction
from apps.audit.policy import May
from apps.audit.queries import list_newest
from apps.core.services import services
from apps.events.queries import list_dead_deliveries
from apps.ingestion.queries import (
    find_last_import,
    list_failed_jobs,
    list_months_of_releases,
    list_named_releases,
    list_unlicensed_sources,
    list_waiting_drafts,
)
from bdp.pictures import HEIGHT, WIDTH, bars, points

MOST_LISTED = 8
MONTHS, MOST_COUNTED = 12, 1000


class CuratorsSite(RegistrySite):
    """The registry's site, which begins with what there is to do."""

    index_template = "admin/first_page.html"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """What waits, for curators; for an auditor, the way to the trail."""
        board = _board() if self.lets(request, May.CURATOR) else {}
        return super().index(request, {**board, **(extra_context or {})})


def _board() -> dict[str, Any]:
    releases = list_named_releases(MOST_LISTED)
    months = list_months_of_releases(services.clock.now().date(), months=MONTHS, most=MOST_COUNTED)
    return {
        "board": True,
        "drafts": _listed(list_waiting_drafts(MOST_LISTED + 1)),
        "unlicensed": _listed(list_unlicensed_sources(MOST_LISTED + 1)),
        "failed": _listed(list_failed_jobs(MOST_LISTED + 1)),
        "dead": _listed(list_dead_deliveries(MOST_LISTED + 1)),
        "deprecated": _listed(list_newest(AuditAction.DEPRECATE_VERSION, limit=MOST_LISTED + 1)),
        "last_import": find_last_import(),
        "most": MOST_LISTED,
        "bars": bars(months),
        "most_counted": MOST_COUNTED,
        "points": points(releases),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _listed(found: Sequence[Any]) -> dict[str, Any]:
    """What is shown of a longer list, and whether there is more."""
    return {"rows": found[:MOST_LISTED], "more": len(found) > MOST_LISTED}
