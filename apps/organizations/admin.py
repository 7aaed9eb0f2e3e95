"""Organizations, for reading."""

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.organizations.models import Organization


@admin.register(Organization)
class OrganizationAdmin(ReadOnlyAdmin[Organization]):
    list_display = ("slug", "name", "license", "is_system", "updated_at")
    list_filter = ("is_system",)
    search_fields = ("slug", "name")
    ordering = ("slug",)
