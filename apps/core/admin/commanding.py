"""Forms that call commands: a refusal is told beside the field, and then nothing was written."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.contrib.admin.helpers import AdminForm
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from apps.core.actor import Actor
from apps.core.admin.doing import VerbAdmin
from apps.core.admin.forms import CommandForm
from apps.core.admin.telling import tell_once
from apps.core.errors import DomainError, PreconditionFailed

M = TypeVar("M", bound=Model)

REFUSAL = "bdp.refusal"  # where a request keeps why its form was refused
TOLD = "bdp.told"  # and what is to be shown once


class CommandAdmin(VerbAdmin[M]):
    """Pages through which commands, and nothing else, make, change and end things.

    What Django's admin would save, log or delete by itself goes nowhere: each of its hooks is here.
    """

    creates: ClassVar[Callable[..., Any]]
    updates: ClassVar[Callable[..., Any]]
    form = CommandForm
    settled: ClassVar[tuple[str, ...]] = ()  # what stays as it was when the thing was made
    told: ClassVar[tuple[str, ...]] = ()  # what nobody types
    tells: ClassVar[str] = ""  # what of a new thing is shown once, and never again

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the policy opens the command to this person."""
        return bool(self.admin_site.may(request, type(self).creates))

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Whether the policy opens the command to this person."""
        return bool(self.admin_site.may(request, type(self).updates))

    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> tuple[str, ...]:
        """What nobody types, and what never changes."""
        return (*self.told, *(self.settled if obj else ()))

    def get_form(
        self, request: HttpRequest, obj: M | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """The form, which tells why it was refused if it was."""
        made = super().get_form(request, obj, *args, **kwargs)
        return type(made.__name__, (made,), {"refusal": request.META.get(REFUSAL)})

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra: Any = None
    ) -> HttpResponse:
        """The page; if a command refuses, all is undone, and the page is shown with the reason."""
        try:
            return super().changeform_view(request, object_id, form_url, extra)
        except DomainError as refusal:
            request.META[REFUSAL] = refusal
            return super().changeform_view(request, object_id, form_url, extra)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page under the thing's own name, with what somebody else changed meanwhile."""
        if context["original"] is not None:
            context["title"] = capfirst(self.opts.verbose_name)
            context["subtitle"] = self.named(context["original"])
        if isinstance(request.META.get(REFUSAL), PreconditionFailed):
            context["meanwhile"] = self._meanwhile(context["adminform"], context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        """The thing as it is: a form writes nothing on it."""
        return form.instance

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Make or change it, by command."""
        actor, reason = Actor.from_request(request), form.cleaned_data.get("reason") or None
        if change:
            changes = form.changes()
            type(self).updates(
                actor=actor, **self.address(obj), reason=reason, if_match=form.if_match, **changes
            )
            return
        made = type(self).creates(actor=actor, reason=reason, **self.creation(form.details()))
        if self.tells:
            request.META[TOLD] = getattr(made, self.tells)
        obj.__dict__ = self.get_queryset(request).get(pk=made.id).__dict__

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """What comes after a new thing was made: first what is told of it only now."""
        if TOLD in request.META:
            return tell_once(self, request, obj, request.META.pop(TOLD))
        return super().response_add(request, obj, post_url_continue)

    def creation(self, details: dict[str, Any]) -> dict[str, Any]:
        """What was typed, as the command that makes it takes it."""
        return details

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Each inline, by its own commands."""
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        """An inline, by the commands that it knows."""
        formset.call_commands(Actor.from_request(request), form.cleaned_data.get("reason") or None)

    def construct_change_message(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing: the trail tells what was changed."""
        return []

    def log_addition(self, *args: Any) -> None:  # type: ignore[override]
        """Nothing: the trail has it."""

    def log_change(self, *args: Any) -> None:  # type: ignore[override]
        """Nothing: the trail has it."""

    def log_deletions(self, *args: Any) -> None:  # type: ignore[override]
        """Nothing: the trail has it."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A choice that is called as its own admin calls it."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            related = self.admin_site.get_model_admin(field.queryset.model)
            field.label_from_instance = related.named
            field.queryset = related.get_queryset(request)
        return field

    def _meanwhile(self, page: AdminForm, obj: Any) -> list[str]:
        form: Any = page.form
        try:
            since = datetime.fromisoformat(form._seen()["at"])
        except (KeyError, TypeError, ValueError):
            return []
        return list(self.admin_site.changes_since(obj.pk, since))
