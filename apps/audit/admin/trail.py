"""The pages of the trail: curators read what was done to what they look after, auditors all."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils.html import format_html

from apps.audit.admin.filters import Action, EntityId, Period, RequestId, Since, Until, UserId
from apps.audit.admin.touched import source_of, who_touched
from apps.audit.changes import field_changes
from apps.audit.commands import erase_origins, export_trail
from apps.audit.models import AuditLog, AuditOrigin
from apps.audit.policy import May
from apps.audit.queries import HISTORY, find_named
from apps.audit.sentences import spoken, summary
from apps.audit.taking import Chosen, export_lines
from apps.core.actor import Actor
from apps.core.admin.doing import VerbAdmin
from apps.core.admin.fields import Reason
from apps.core.admin.shown import ShownAdmin
from apps.core.admin.verbs import Verb
from apps.core.db import reading
from apps.core.pagination import Keyset

AS_IT_WENT = Keyset(name="one request", columns=("id",))
LOOKED_AFTER = ("organization", "source", "version")
OF_ONE_THING = ("entity_id", "request_id")
FOR_AUDITORS = ("token_id", "ip_address", "user_agent")
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/jsonl"}


@admin.register(AuditLog)
class AuditLogAdmin(VerbAdmin[AuditLog]):
    """The whole of it is for auditors; curators come from the thing that it is about."""

    seen_by = May.AUDITOR
    keyset = HISTORY
    one_filter_at_a_time = False
    list_display = ("when", "what", "actor", "entity", "difference", "request_link")
    list_display_links = ("when",)
    list_filter = (Action, Period, Since, Until, EntityId, RequestId, UserId)
    search_fields = ("entity_id",)
    search_help_text = "An id, a user name, or an address such as uniprot/swissprot."
    change_list_template = "admin/trail.html"
    change_form_template = "admin/trail_row.html"
    verbs = (
        Verb(
            name="erase_origin", command=erase_origins, done="without its address", asks=Reason,
            warns="Address and user agent of everything in its request are erased for good. What "
            "was done, by whom and when stays, and so do its proofs.",
        ),
    )  # fmt: skip

    def address(self, obj: AuditLog) -> dict[str, Any]:
        """The request that it was part of."""
        return {"request_id": obj.request_id}

    def has_view_permission(self, request: HttpRequest, obj: AuditLog | None = None) -> bool:
        """Auditors; and curators, of what was done to what they look after."""
        if super().has_view_permission(request):
            return True
        curates = bool(self.admin_site.lets(request, May.CURATOR))
        asked = obj is not None or any(request.GET.get(name) for name in OF_ONE_THING)
        resolved = request.resolver_match
        of_a_row = resolved is not None and "object_id" in resolved.kwargs
        return curates and (asked or of_a_row)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The list of all is on the menu of auditors alone."""
        return super().has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> Any:
        """All rows for auditors; for curators those of what they look after."""
        rows = super().get_queryset(request)
        if super().has_view_permission(request):
            return rows
        return rows.filter(entity_type__in=LOOKED_AFTER)

    def keyset_of(self, params: dict[str, str]) -> Keyset:
        """Newest first; a single request as it went."""
        return AS_IT_WENT if params.get("request_id") else HISTORY

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """What was done to what bears this name or id, or by whom."""
        if not search_term.strip():
            return queryset, False
        found = find_named(search_term.strip())
        return queryset.filter(**{f"{found.column}__in": found.ids}), False

    def get_urls(self) -> list[Any]:
        """Django's, and the two files."""
        view = self.admin_site.admin_view(self.export_view)
        touched = self.admin_site.admin_view(partial(who_touched, self.admin_site))
        return [
            path("export.<slug:form>", view, name="audit_export"),
            path("touched/", touched, name="audit_touched"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, named after what it is narrowed to."""
        audits = super().has_view_permission(request)
        extra = {"title": self._title(request), "audits": audits}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def export_view(self, request: HttpRequest, form: str) -> Any:
        """What the list with the same filters shows, all its pages, as `audit export` writes it.

        The whole trail is verified by an operator alone: it may take longer than a request.
        """
        if not self.has_view_permission(request) or form not in KINDS:
            raise PermissionDenied
        shown = self.get_changelist_instance(request)
        audits = ShownAdmin.has_view_permission(self, request)
        actor, asked = Actor.from_request(request), request.GET.dict()
        export_trail(actor=actor, form=form, only=asked, rows=shown.queryset.count())
        before = shown.queryset.exclude(request_id=actor.request_id)
        chosen = Chosen(rows=before, only=asked, withheld=() if audits else FOR_AUDITORS)
        headers = {"Content-Disposition": f'attachment; filename="trail.{form}"',
                   "Cache-Control": "private, no-store"}  # fmt: skip
        body = export_lines(chosen, form=form)
        return StreamingHttpResponse(body, content_type=KINDS[form], headers=headers)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One row: before and after side by side, and from where it came."""
        row = self.get_object(request, object_id)
        told = row.metadata if row else {}
        extra = {
            "row": row,
            "what": spoken(row.action) if row else "",
            "changes": field_changes(told),
            "incident": told.get("incident"),
            "origin": self._origin(request, row),
            "source": source_of(row) if row and super().has_view_permission(request) else None,
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    @admin.display(description="when (UTC)")
    def when(self, obj: AuditLog) -> str:
        """To the second."""
        return f"{obj.created_at:%Y-%m-%d %H:%M:%S}"

    @admin.display(description="action")
    def what(self, obj: AuditLog) -> str:
        """What was done."""
        return spoken(obj.action)

    @admin.display(description="actor")
    def actor(self, obj: AuditLog) -> str:
        """Who did it, and the way to all else they did."""
        if obj.user_id is None:
            return obj.actor_label
        return format_html('<a href="?user_id={}">{}</a>', obj.user_id, obj.actor_label)

    @admin.display(description="entity")
    def entity(self, obj: AuditLog) -> str:
        """What it was done to, and the way to its history."""
        return format_html(
            '{} <a href="?entity_id={}">{}</a>', obj.entity_type, obj.entity_id, obj.entity_label
        )

    @admin.display(description="what changed")
    def difference(self, obj: AuditLog) -> str:
        """In a line; the row's own page has it side by side."""
        reason = obj.metadata.get("reason")
        told = summary(obj.metadata)
        return f"{told} – “{reason}”" if reason else told

    @admin.display(description="request")
    def request_link(self, obj: AuditLog) -> str:
        """The way to everything else of the same request."""
        return format_html('<a href="?request_id={}">all of this request</a>', obj.request_id)

    def _origin(self, request: HttpRequest, row: AuditLog | None) -> AuditOrigin | None:
        if row is None or not super().has_view_permission(request):
            return None
        return reading(AuditOrigin).filter(pk=row.pk).first()

    def _title(self, request: HttpRequest) -> str:
        if request.GET.get("request_id"):
            return "Everything in one request"
        if request.GET.get("entity_id"):
            return "History"
        return "The audit trail"
