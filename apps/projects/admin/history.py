"""The locks and reconciliations of projects, for reading."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.audit.policy import May
from apps.core.admin.shown import M, ShownAdmin
from apps.core.pagination import Keyset
from apps.projects.admin.lines import beginning
from apps.projects.models import ProjectLock, Reconciliation
from apps.projects.queries import LAST_FIRST, NEWEST_FIRST

OF_ONE = "project__id__exact"


class OfProject(ShownAdmin[M]):
    """What a project had, the newest first; of all projects, or of one."""

    seen_by = May.CURATOR
    keyset = Keyset(name="of projects", columns=("id",), descending=True)
    keyset_of_one: Keyset
    large: tuple[str, ...]  # what a list does not show, and would read for each of its rows
    linked_by = (OF_ONE,)

    def keyset_of(self, params: dict[str, str]) -> Keyset:
        """In the order that an index has."""
        return self.keyset_of_one if OF_ONE in params else self.keyset

    def get_queryset(self, request: HttpRequest) -> Any:
        """With their projects, whose names are part of theirs."""
        rows = super().get_queryset(request).select_related("project")
        return rows.defer("project__manifest", *self.large)


@admin.register(ProjectLock)
class LockAdmin(OfProject[ProjectLock]):
    keyset_of_one = LAST_FIRST
    large = ("difference",)
    list_display = ("project", "number", "pins", "added", "changed", "removed", "locked_by",
                    "created_at")  # fmt: skip
    list_display_links = ("number",)
    fields = ("project", "number", "checksum", "pins", "changes", "locked_by", "created_at")

    def named(self, obj: ProjectLock) -> str:
        """With its project."""
        return f"{obj.project}, lock {obj.number}"

    @admin.display(description="difference")
    def changes(self, obj: ProjectLock) -> str:
        """What it changed of the one before, pin by pin."""
        told = [
            f"{each['spec']}: {each['before'] or 'not there'} → {each['after'] or 'not there'}"
            for each in obj.difference
        ]
        at = f"/api/v1/projects/{obj.project}/lock?number={obj.number}&envelope=true"
        return beginning(told, at)


@admin.register(Reconciliation)
class ReconciliationAdmin(OfProject[Reconciliation]):
    keyset_of_one = NEWEST_FIRST
    large = ("pins",)
    list_display = ("created_at", "project", "in_sync", "counts", "reconciled_by")
    fields = ("project", "in_sync", "counts", "moved", "reconciled_by", "created_at")

    def named(self, obj: Reconciliation) -> str:
        """With its project."""
        return f"{obj.project}, {obj.created_at:%Y-%m-%d %H:%M}"

    @admin.display(description="pins that moved")
    def moved(self, obj: Reconciliation) -> str:
        """What is not as it was, pin by pin."""
        told = [
            f"{pin['spec']}: {pin['status']}, {pin['current'] or 'nothing in its place'}"
            for pin in obj.pins
            if pin["status"] != "unchanged"
        ]
        return beginning(told, f"/api/v1/projects/{obj.project}/reconciliations/{obj.pk}")
