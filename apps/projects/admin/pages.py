"""The pages of projects."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from apps.audit.policy import May
from apps.core.admin.commanding import CommandAdmin
from apps.core.admin.fields import Reason
from apps.core.admin.verbs import Verb
from apps.core.errors import invalid_field
from apps.projects import commands, manifests
from apps.projects.admin.filters import Standing
from apps.projects.admin.forms import ProjectForm
from apps.projects.admin.lines import beginning
from apps.projects.models import Project
from apps.projects.queries import BY_OWNER


@admin.register(Project)
class ProjectAdmin(CommandAdmin[Project]):
    seen_by = May.CURATOR
    keyset = BY_OWNER
    creates, updates = commands.create_project, commands.update_project
    form = ProjectForm
    list_display = ("name", "owner", "watch", "locked_at", "updated_at")
    list_filter = (Standing,)
    search_fields = ("name",)
    search_help_text = "An owner such as lab or @ada, a name, or both as lab/screen."
    autocomplete_fields = ("organization",)
    settled = ("organization", "name")
    told = ("owner", "used", "ways", "locked_at", "created_at", "updated_at")
    verbs = (
        Verb(
            name="lock", command=commands.lock_project, done="locked",
            fits=lambda project: bool(project.manifest),
            warns="What its manifest means today is kept as its lock.",
        ),
        Verb(
            name="reconcile", command=commands.reconcile_project, done="compared",
            fits=lambda project: project.locked_at is not None,
        ),
        Verb(
            name="delete", command=commands.delete_project, done="deleted", asks=Reason, ends=True,
            warns="It goes for good, with its locks and reconciliations.",
        ),
    )  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Project | None = None) -> Any:
        """What can be said of a new project, and what is told of one that is here."""
        about = ("name", "description", "watch")
        change = ("This change", {"fields": ("reason", "seen")})
        if obj is None:
            return [(None, {"fields": ("organization", *about)}), change]
        dates = ("locked_at", "created_at", "updated_at")
        return [
            (None, {"fields": ("owner", *about, "used", "ways")}),
            change,
            ("Dates", {"fields": dates}),
        ]

    def address(self, obj: Project) -> dict[str, Any]:
        """By its id, which no later name can take."""
        return {"owner": obj.owner, "name": str(obj.pk)}

    def view_on_site(self, obj: Project) -> str:
        """Its page for who may see it."""
        return f"/projects/{obj}"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the texts that no list shows."""
        return super().get_queryset(request).defer("manifest", "description")

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Those of an owner, or of a name."""
        if not (term := search_term.strip()):
            return queryset, False
        owner, slash, name = term.rpartition("/")
        named = Q(name__lower=name.lower())
        return queryset.filter(Q(owner=owner) & named if slash else Q(owner=term) | named), False

    def creation(self, details: dict[str, Any]) -> dict[str, Any]:
        """With the organization by its id; people begin their own themselves."""
        if "organization" not in details:
            raise invalid_field("organization", "Choose whose project it is.")
        owner = str(details.pop("organization").pk)
        return {**details, "owner": owner, "name": details.get("name", "")}

    @admin.display(description="uses")
    def used(self, obj: Project) -> str:
        """What its manifest names."""
        manifest = manifests.detail(obj.manifest)
        return beginning((*manifest.sources, *manifest.tools), self.view_on_site(obj))

    @admin.display(description="locks")
    def ways(self, obj: Project) -> str:
        """The ways to what it had."""
        locks, reconciliations = (
            reverse(f"admin:projects_{table}_changelist")
            for table in ("projectlock", "reconciliation")
        )
        return format_html(
            '<a href="{}?project__id__exact={}">locks</a>, '
            '<a href="{}?project__id__exact={}">reconciliations</a>',
            locks, obj.pk, reconciliations, obj.pk,
        )  # fmt: skip
