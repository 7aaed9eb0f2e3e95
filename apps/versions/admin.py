"""Versions, for reading."""

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.versions.models import Version


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin[Version]):
    list_display = ("version", "source", "external_version", "effective_date", "status")
    list_filter = ("status",)
    list_select_related = ("source",)
    search_fields = ("=external_version",)
    ordering = ("-published_at", "-id")
