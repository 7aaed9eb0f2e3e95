"""Rows of a form that belong to the thing above them: each changed one becomes commands."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from apps.core.actor import Actor


class CommandFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """The rows of one inline. It saves nothing: it hands each changed row to the inline."""

    inline: "CommandInline"

    def get_queryset(self) -> Any:
        """The first rows: a thing may have more than a page can hold."""
        if not hasattr(self, "_first"):
            self._first = super().get_queryset()[: self.inline.most]
        return self._first

    def validate_unique(self) -> None:
        """Nothing: constraints decide."""

    def call_commands(self, actor: Actor, reason: str | None) -> None:
        """Those that come before those that go, so that a last owner may hand over."""
        changed = [form for form in self.forms if form.has_changed() and form.cleaned_data]
        for form in sorted(changed, key=lambda form: bool(form.cleaned_data.get("DELETE"))):
            if form.instance._state.adding and form.cleaned_data.get("DELETE"):
                continue
            setattr(form.instance, self.fk.attname, self.instance.pk)
            self.inline.call(form, actor, reason)


class CommandInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows that commands write, shown to whom the policy lets call them."""

    formset = CommandFormSet
    extra = 0
    most = 100
    commands: tuple[Callable[..., Any], ...]
    admin_site: Any

    @abstractmethod
    def call(self, form: Any, actor: Actor, reason: str | None) -> None:
        """Do what one row of the form says."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The rows, which know whom to hand themselves to."""
        made = super().get_formset(request, obj, **kwargs)
        return type(made.__name__, (made,), {"inline": self})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the thing sees its rows."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the policy opens the commands."""
        return all(self.admin_site.may(request, command) for command in self.commands)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the policy opens the commands."""
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the policy opens the commands."""
        return self.has_add_permission(request, obj)
