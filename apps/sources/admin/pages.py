"""The pages of sources."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from apps.audit.policy import May
from apps.core.admin.commanding import CommandAdmin
from apps.core.admin.fields import Reason
from apps.core.admin.verbs import Verb
from apps.core.pagination import Keyset
from apps.sources import commands
from apps.sources.admin.filters import Kind, State
from apps.sources.admin.forms import SourceForm
from apps.sources.models import Source
from apps.sources.queries import BY_SLUG, search_source_ids

BY_ORGANIZATION = Keyset(name="sources of one", columns=("slug", "id"))
MOST_FOUND = 100


@admin.register(Source)
class SourceAdmin(CommandAdmin[Source]):
    seen_by = May.CURATOR
    keyset = BY_SLUG
    creates, updates = commands.create_source, commands.update_source
    form = SourceForm
    list_display = (
        "slug", "organization_link", "name", "source_type", "license", "archived_at",
        "versions_link",
    )  # fmt: skip
    list_filter = (Kind, State)
    list_select_related = ("organization",)
    linked_by = ("organization__id__exact",)
    search_fields = ("slug",)
    search_help_text = "A name, a word, or an address such as uniprot/swissprot. Best hundred."
    autocomplete_fields = ("organization",)
    settled = ("organization", "slug")
    told = ("organization_link", "versions_link", "archived_at", "created_at", "updated_at")
    verbs = (
        Verb(
            name="archive", command=commands.archive_source, done="archived", asks=Reason,
            fits=lambda source: source.archived_at is None,
            warns="It says that nothing more will come. Its versions stay.",
        ),
        Verb(
            name="unarchive", command=commands.unarchive_source, done="no longer archived",
            fits=lambda source: source.archived_at is not None,
        ),
        Verb(
            name="delete", command=commands.delete_source, done="deleted", asks=Reason, ends=True,
            warns="It goes for good, with its drafts; what was published is archived instead.",
        ),
    )  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Source | None = None) -> Any:
        """What can be said of a new source, and what more of one that is here."""
        more = ("superseded_by",) if obj else ()
        links = ("organization_link", "versions_link") if obj else ()
        dates = [("Dates", {"fields": ("archived_at", "created_at", "updated_at")})]
        return [
            (None, {"fields": ("organization", "slug", "name", "description", *links)}),
            ("What it is", {"fields": ("entry_type", "source_type", "external_id", *more)}),
            ("Other names", {"fields": ("tags", "aliases")}),
            ("Terms", {"fields": ("license", "license_note")}),
            ("Addresses", {"fields": ("homepage", "repository_url")}),
            ("This change", {"fields": ("reason", "seen")}),
            *(dates if obj else []),
        ]

    def address(self, obj: Source) -> dict[str, Any]:
        """By ids, which no later slug can take."""
        return {"organization": str(obj.organization_id), "source": str(obj.pk)}

    def creation(self, details: dict[str, Any]) -> dict[str, Any]:
        """With the organization by its id."""
        return {**details, "organization": str(details["organization"].pk)}

    def view_on_site(self, obj: Source) -> str:
        """Its page for everybody: its releases, and what depends on the latest."""
        return f"/{self.named(obj)}"

    def named(self, obj: Source) -> str:
        """With its organization: a slug alone may be another's too."""
        return f"{obj.organization.slug}/{obj.slug}"

    def get_queryset(self, request: HttpRequest) -> Any:
        """With their organizations, whose slugs are part of their names."""
        return super().get_queryset(request).select_related("organization")

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """The hundred that search finds best."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=search_source_ids(search_term, limit=MOST_FOUND)), False

    @admin.display(description="organization")
    def organization_link(self, obj: Source) -> str:
        """The way to its organization."""
        page = reverse("admin:organizations_organization_change", args=[obj.organization_id])
        return format_html('<a href="{}">{}</a>', page, obj.organization.slug)

    @admin.display(description="versions")
    def versions_link(self, obj: Source) -> str:
        """The way to its versions, however many."""
        page = reverse("admin:versions_version_changelist")
        return format_html(
            '<a href="{}?source__id__exact={}" aria-label="versions of {}">versions</a>',
            page,
            obj.pk,
            obj.slug,
        )
