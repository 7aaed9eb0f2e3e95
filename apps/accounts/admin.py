"""People, for reading. Django's own pages for users and groups would write past the commands."""

from django.contrib import admin
from django.contrib.auth import admin as _registers_first  # noqa: F401
from django.contrib.auth.models import Group

from apps.accounts.models import User
from apps.core.admin import ReadOnlyAdmin

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin[User]):
    list_display = ("username", "is_active", "is_superuser", "date_joined")
    search_fields = ("username",)
    ordering = ("username",)
    fields = ("username", "is_active", "is_superuser", "groups", "date_joined")
