"""Sources, for reading."""

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.sources.models import Source


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin[Source]):
    list_display = ("slug", "organization", "name", "source_type", "license", "archived_at")
    list_filter = ("source_type", "entry_type")
    list_select_related = ("organization",)
    search_fields = ("slug", "name")
    ordering = ("slug", "id")
