"""Lists of the admin, by keyset: no page costs more than the first, and nothing is counted."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import IGNORED_PARAMS, PAGE_VAR, ChangeList
from django.http import HttpRequest

from apps.core.errors import InvalidCursor

PER_PAGE = 100


class KeysetChangeList(ChangeList):
    """Django's list, whose pages begin after a key instead of at a number."""

    model_admin: Any
    next: str | None
    previous: str | None

    def get_ordering(self, request: HttpRequest, queryset: Any) -> list[Any]:
        """None yet: the keyset orders its page itself."""
        return []

    def get_ordering_field_columns(self) -> dict[int, Any]:
        """No column is said to order the list, and none can be made to."""
        return {}

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        """The address of this list with another filter; where they exclude each other, only it."""
        told = super().get_query_string
        if not new_params or not self.model_admin.one_filter_at_a_time:
            return told(new_params, remove)
        others = [name for name in self.filter_params if name not in IGNORED_PARAMS]
        return told(new_params, [*(remove or []), *others])

    def get_results(self, request: HttpRequest) -> None:
        """The page that the cursor points to, in one query."""
        cursor = request.GET.get(PAGE_VAR, "")
        keyset = self.model_admin.keyset_of(self.params)
        try:
            page = keyset.rows(self.queryset, limit=self.list_per_page, cursor=cursor)
        except InvalidCursor as error:
            raise IncorrectLookupParameters from error
        self.result_list: Sequence[Any] = page.results
        self.result_count = len(page.results)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = bool(page.results)
        self.can_show_all = self.multi_page = False
        self.paginator = self.model_admin.get_paginator(request, page.results, self.list_per_page)
        self.next = self._turned(page.next)
        self.previous = self._turned(page.previous)

    def _turned(self, cursor: str | None) -> str | None:
        """The address of a neighbouring page, with the filters of this one."""
        return super().get_query_string({PAGE_VAR: cursor}) if cursor else None
