"""What every page of the admin has in common: who sees it, what it lists, and its history."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from apps.core.admin.choosing import Countless
from apps.core.admin.paging import PER_PAGE, KeysetChangeList
from apps.core.pagination import Keyset

M = TypeVar("M", bound=models.Model)

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
else:  # django-stubs makes it generic; Django does not

    class ModelAdmin(admin.ModelAdmin):
        def __class_getitem__(cls, item: Any) -> Any:
            return cls


class ShownAdmin(ModelAdmin[M]):
    """Look, don't touch. “History” is the audit trail of the very object."""

    seen_by: str  # whom `apps.audit.policy` lets see this
    keyset: Keyset
    one_filter_at_a_time = True  # an index answers each; none answers two at once
    linked_by: tuple[str, ...] = ()  # filters that stand in links of other pages
    list_per_page = PER_PAGE
    paginator = Countless
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = None
    admin_site: Any

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetChangeList]:
        """Pages by keyset."""
        return KeysetChangeList

    def keyset_of(self, params: dict[str, str]) -> Keyset:
        """The order of a list with these filters: one that an index has."""
        return self.keyset

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what our own pages link to: any other question might read every row."""
        own = [getattr(each, "parameter_name", None) for each in self.list_filter]
        return lookup in (*self.linked_by, *own)

    def named(self, obj: M) -> str:
        """What an object is called among others of all kinds."""
        return str(obj)

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Whether the policy lets this person see such things here."""
        return bool(self.admin_site.lets(request, self.seen_by))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """What one may not see is not listed."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody deletes here."""
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What was done to this object."""
        trail = reverse("admin:audit_auditlog_changelist", current_app=self.admin_site.name)
        return HttpResponseRedirect(f"{trail}?entity_id={object_id}")
