"""The pages of versions."""

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
from apps.versions import commands
from apps.versions.admin.filters import Status
from apps.versions.admin.forms import Successor, VersionForm
from apps.versions.models import Version
from apps.versions.queries import NEWEST_FIRST, search_version_ids

LAST_REGISTERED_FIRST = Keyset(name="all versions", columns=("id",), descending=True)
OF_A_SOURCE = "source__id__exact"
TYPED = ("external_version", "release_date", "release_notes")


@admin.register(Version)
class VersionAdmin(CommandAdmin[Version]):
    seen_by = May.CURATOR
    keyset = LAST_REGISTERED_FIRST
    creates, updates = commands.create_version, commands.update_version
    form = VersionForm
    list_display = (
        "version", "source_link", "external_version", "effective_date", "status", "published_at",
    )  # fmt: skip
    list_filter = (Status,)
    list_select_related = ("source__organization",)
    linked_by = (OF_A_SOURCE,)
    search_fields = ("version",)
    search_help_text = "A source and a name, such as uniprot/swissprot@2026_01, or words."
    autocomplete_fields = ("source",)
    settled = ("source", "version")
    told = (
        "source_link", "status", "published_at", "effective_date", "date_basis", "seen_on",
        "superseded_by", "size_bytes", "created_at", "updated_at", "why", "license",
    )  # fmt: skip
    verbs = (
        Verb(
            name="publish", command=commands.publish_version, done="published",
            fits=lambda version: version.status == "draft",
        ),
        Verb(
            name="deprecate", command=commands.deprecate_version, done="deprecated",
            asks=Successor, fits=lambda version: version.status == "published",
            warns="It still resolves, with a warning.",
        ),
        Verb(
            name="yank", command=commands.yank_version, done="yanked", asks=Reason,
            fits=lambda version: version.status in ("published", "deprecated"),
            warns="It is chosen no more. Exact pins still resolve.",
        ),
        Verb(
            name="unyank", command=commands.unyank_version, done="what it was before",
            fits=lambda version: version.status == "yanked",
        ),
        Verb(
            name="delete_draft", command=commands.delete_version, done="thrown away", asks=Reason,
            fits=lambda version: version.status == "draft", ends=True,
            warns="The draft goes for good, and its number is free again.",
        ),
    )  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Version | None = None) -> Any:
        """What can be said of a new draft; what is settled of one that is here."""
        if obj is None:
            return [
                (None, {"fields": ("source", "number", *TYPED)}),
                ("This change", {"fields": ("reason", "seen")}),
            ]
        state = ("status", "why", "superseded_by", "published_at")
        dates = ("effective_date", "date_basis", "seen_on", "created_at", "updated_at")
        return [
            (None, {"fields": ("source_link", "version", *TYPED)}),
            ("State", {"fields": state}),
            *(
                [("This change", {"fields": ("reason", "seen")})]
                if self._open(request, obj)
                else []
            ),
            ("Content and dates", {"fields": ("license", "size_bytes", *dates)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Version | None = None) -> Any:
        """What was published never changes again."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if self._open(request, obj) else (*fixed, *TYPED)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Without a way to save what can no longer be changed."""
        if not self._open(request, kwargs.get("obj")):
            no = ("show_save", "show_save_and_continue", "show_save_and_add_another")
            context |= dict.fromkeys(no, False)
        return super().render_change_form(request, context, *args, **kwargs)

    def address(self, obj: Version) -> dict[str, Any]:
        """By ids, which no name can take."""
        source = obj.source
        return {
            "organization": str(source.organization_id),
            "source": str(source.pk),
            "version": str(obj.pk),
        }

    def creation(self, details: dict[str, Any]) -> dict[str, Any]:
        """With the source by its id."""
        source = details.pop("source")
        return {**details, "organization": str(source.organization_id), "source": str(source.pk)}

    def view_on_site(self, obj: Version) -> str:
        """Its page for everybody: the files, what it depends on, what changed."""
        return f"/{obj.source.organization.slug}/{obj.source.slug}/{obj.version}"

    def named(self, obj: Version) -> str:
        """As a spec names it."""
        return f"{obj.source.organization.slug}:{obj.source.slug}@{obj.version}"

    def get_queryset(self, request: HttpRequest) -> Any:
        """With their sources, and without the texts that no list shows."""
        rows = super().get_queryset(request).select_related("source__organization")
        return rows.defer("changelog", "source__description", "source__organization__description")

    def keyset_of(self, params: dict[str, str]) -> Keyset:
        """Those of one source as everywhere; those of all by when they were registered."""
        return NEWEST_FIRST if OF_A_SOURCE in params else self.keyset

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """The newest of what is meant."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=search_version_ids(search_term)), False

    @admin.display(description="source")
    def source_link(self, obj: Version) -> str:
        """The way to its source."""
        page = reverse("admin:sources_source_change", args=[obj.source_id])
        address = f"{obj.source.organization.slug}/{obj.source.slug}"
        return format_html('<a href="{}">{}</a>', page, address)

    @admin.display(description="reason")
    def why(self, obj: Version) -> str:
        """Why it was deprecated or yanked: not why this page changes something."""
        return obj.reason or "–"

    def _open(self, request: HttpRequest, obj: Version | None) -> bool:
        """Whether it may still change; what is sent for it is for the command to refuse."""
        return obj is None or obj.status == "draft" or request.method == "POST"
