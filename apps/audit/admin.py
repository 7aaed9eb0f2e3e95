"""The audit trail, for reading."""

from django.contrib import admin

from apps.audit.models import AuditLog
from apps.core.admin import ReadOnlyAdmin


@admin.register(AuditLog)
class AuditLogAdmin(ReadOnlyAdmin[AuditLog]):
    list_display = ("created_at", "action", "actor_label", "entity_type", "entity_label")
    list_filter = ("entity_type",)
    search_fields = ("=entity_label",)
    ordering = ("-created_at", "-id")
