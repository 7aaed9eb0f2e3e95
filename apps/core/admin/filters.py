"""Filters of lists: a few choices, each answered by an index."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest


class Choice(admin.SimpleListFilter):
    """Choices that are known beforehand: for each what it is called and the rows it leaves."""

    choices_of: ClassVar[Mapping[str, tuple[str, Mapping[str, Any]]]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What can be chosen."""
        return [(value, told) for value, (told, _) in self.choices_of.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """What the choice leaves; all where nothing that we know was chosen."""
        chosen = self.choices_of.get(str(self.value()))
        return queryset.filter(**chosen[1]) if chosen else queryset
