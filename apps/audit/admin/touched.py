"""Who touched one source, and why: on one page, with what gave them the right to, and the proof."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from apps.audit.changes import field_changes
from apps.audit.dtos import AuditEntry
from apps.audit.models import AuditLog
from apps.audit.queries import list_trail
from apps.audit.sentences import spoken
from apps.core.actor import Actor
from apps.core.errors import DomainError

LINES = 100


def who_touched(site: Any, request: HttpRequest) -> HttpResponse:
    """Everything that was done to a source, newest first, for auditors."""
    source, cursor = request.GET.get("source", "").strip(), request.GET.get("cursor", "")
    try:
        page = list_trail(
            actor=Actor.from_request(request), only={"touching": source}, limit=LINES, cursor=cursor
        )
    except DomainError as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    told = {"source": source, "page": page, "rows": [_shown(row) for row in page.results]}
    title = f"Who touched {source}, and why" if source else "Who touched a source, and why"
    context = {**site.each_context(request), "title": title, **told}
    return TemplateResponse(request, "admin/touched.html", context)


def source_of(row: AuditLog | AuditEntry) -> str | None:
    """The source that a row is about, as the trail spells it."""
    of_a_source = row.entity_type in ("source", "version")
    return row.entity_label.partition("@")[0] if of_a_source else None


def _shown(row: AuditEntry) -> dict[str, Any]:
    changes = [each for each in field_changes(row.metadata) if each.before != each.after]
    return {"row": row, "what": spoken(row.action), "changes": changes}
