"""The pages of organizations."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from apps.audit.policy import May
from apps.core import mentions
from apps.core.admin.commanding import CommandAdmin
from apps.core.admin.fields import Reason
from apps.core.admin.verbs import Verb
from apps.core.mentions import mentioning
from apps.organizations import commands
from apps.organizations.admin.forms import OrganizationForm
from apps.organizations.admin.members import MembersInline
from apps.organizations.models import Organization
from apps.organizations.queries import BY_SLUG

MOST_SHOWN = 100


@admin.register(Organization)
class OrganizationAdmin(CommandAdmin[Organization]):
    seen_by = May.CURATOR
    keyset = BY_SLUG
    creates, updates = commands.create_organization, commands.update_organization
    form = OrganizationForm
    list_display = ("slug", "name", "license", "is_system", "sources_link", "updated_at")
    list_filter = ()
    search_fields = ("slug",)
    search_help_text = "The beginning of a slug or a name, or a word of a description."
    settled = ("slug",)
    told = ("sources_link", "created_at", "updated_at")
    inlines = (MembersInline,)
    verbs = (
        Verb(
            name="delete", command=commands.delete_organization, done="deleted", asks=Reason,
            warns="It goes for good. Its trail stays.", ends=True,
        ),
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("slug", "name", "description", "sources_link")}),
        (
            "Addresses",
            {"fields": ("website", "logo_url", "contact_email", "documentation_url",
                        "data_source_url")},
        ),
        ("Terms", {"fields": ("license", "citation")}),
        ("Numbering", {"fields": ("version_scheme", "versioning_strategy", "is_system")}),
        ("This change", {"fields": ("reason", "seen")}),
        ("Dates", {"fields": ("created_at", "updated_at")}),
    )  # fmt: skip

    def view_on_site(self, obj: Organization) -> str:
        """Its page for everybody."""
        return f"/{obj.slug}"

    def address(self, obj: Organization) -> dict[str, Any]:
        """By its id, which no later slug can take."""
        return {"organization": str(obj.pk)}

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Those that mention it, as the API's own list finds them."""
        if not search_term.strip():
            return queryset, False
        return mentioning(queryset, **mentions.parameters(search_term)), False

    @admin.display(description="sources")
    def sources_link(self, obj: Organization) -> str:
        """The way to its sources."""
        if obj._state.adding:
            return "–"
        page = reverse("admin:sources_source_changelist")
        return format_html(
            '<a href="{}?organization__id__exact={}" aria-label="sources of {}">sources</a>',
            page,
            obj.pk,
            obj.slug,
        )
