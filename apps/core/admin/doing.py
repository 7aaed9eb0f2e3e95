"""Verbs as actions of a list and as buttons of a page: done to all that is chosen, or to none."""

from abc import abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst

from apps.core.actor import Actor
from apps.core.admin.reasons import reasons
from apps.core.admin.shown import M, ShownAdmin
from apps.core.admin.telling import tell_once
from apps.core.admin.verbs import Verb
from apps.core.errors import DomainError
from apps.core.ids import as_uuid
from apps.core.services import PRIMARY

MOST_AT_ONCE = 500
CONFIRMED = "confirmed"


class Refused(Exception):
    """Why nothing was done to any of several objects, in a sentence."""


class VerbAdmin(ShownAdmin[M]):
    """Verbs as actions of a list and as buttons of a page: all of what is chosen, or nothing."""

    verbs: tuple[Verb, ...] = ()
    change_form_template = "admin/commanded.html"

    @abstractmethod
    def address(self, obj: Any) -> dict[str, Any]:
        """The keywords by which the commands know an object."""

    def get_urls(self) -> list[Any]:
        """Django's, and one for each verb of an object."""
        view = self.admin_site.admin_view(self.verb_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        return [path("<uuid:pk>/do/<slug:verb>/", view, name=name), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """What this person may do to several at once."""
        return {
            verb.name: (_action, verb.name, f"{verb.label} the selected")
            for verb in self.allowed_verbs(request)
            if not verb.tells  # of many nobody could tell which is whose
        }

    def allowed_verbs(self, request: HttpRequest) -> Sequence[Verb]:
        """What the policy lets this person do."""
        return [verb for verb in self.verbs if self.admin_site.may(request, verb.command)]

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        """What comes of an action on those that were selected; no more is ever meant."""
        chosen = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        if request.POST.get("select_across", "0") not in ("", "0") or len(chosen) > MOST_AT_ONCE:
            why = f"At most {MOST_AT_ONCE} at once. Nothing was changed: select fewer."
        elif not all(as_uuid(pk) for pk in chosen):
            why = "This selection cannot be understood. Nothing was changed: select again."
        else:
            return super().response_action(request, queryset, *args)
        self.message_user(request, why, messages.ERROR)
        return None

    def act(self, request: HttpRequest, rows: Any, verb: Verb) -> HttpResponse | None:
        """Ask what `verb` asks, then do it to the rows, each by a command, or to none."""
        chosen = list(dict.fromkeys(request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)))
        form = self._asked(request, verb)
        if form is not None and not form.is_valid():
            return self._ask(request, verb, form, list(rows), action=True)
        try:
            self._do_all(request, list(rows), len(chosen), verb, form)
        except (DomainError, Refused) as refusal:
            self.message_user(request, f"Nothing was changed. {refusal}", messages.ERROR)
            return None
        told = f"{len(chosen)} {verb.done}."
        self.message_user(request, told, messages.SUCCESS)
        return None

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra: Any = None
    ) -> HttpResponse:
        """The page, with what can be done."""
        extra = {**(extra or {}), "verbs": self.offered(request, object_id)}
        return super().changeform_view(request, object_id, form_url, extra)

    def verb_view(self, request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
        """One verb for one object: what it asks first, then what came of it."""
        found = next((each for each in self.allowed_verbs(request) if each.name == verb), None)
        obj = self.get_object(request, str(pk))
        if found is None:
            raise PermissionDenied
        if obj is None:
            return self._gone(request, pk)
        form = self._asked(request, found)
        if request.method != "POST" or (form is not None and not form.is_valid()):
            return self._ask(request, found, form, [obj], action=False)
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        try:
            made = self._do(request, obj, found, form)
        except DomainError as refusal:
            if form is not None:
                form.add_error(None, reasons(refusal))
                return self._ask(request, found, form, [obj], action=False)
            for reason in reasons(refusal):
                self.message_user(request, reason, messages.ERROR)
            return HttpResponseRedirect(page)
        if found.tells:
            return tell_once(self, request, obj, getattr(made, found.tells))
        told = f"{capfirst(self.opts.verbose_name)} “{self.named(obj)}”: {found.done}."
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect("../../../" if found.ends else page)

    def offered(self, request: HttpRequest, object_id: Any) -> list[tuple[Verb, str]]:
        """The verbs that fit an object, each with its address."""
        obj = self.get_object(request, object_id) if object_id else None
        if obj is None:
            return []
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_do"
        fitting = [verb for verb in self.allowed_verbs(request) if verb.fits(obj)]
        return [(verb, reverse(name, args=[obj.pk, verb.name])) for verb in fitting]

    def _gone(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        told = f"There is no such {self.opts.verbose_name} any more."
        self.message_user(request, told, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:index"))

    def _asked(self, request: HttpRequest, verb: Verb) -> Any:
        """The form that stands before the deed; bound once it was shown."""
        if verb.asks is None:
            return None
        return verb.asks(request.POST) if CONFIRMED in request.POST else verb.asks()

    def _ask(
        self, request: HttpRequest, verb: Verb, form: Any, rows: list[Any], *, action: bool
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"{verb.label}: say why" if form else f"{verb.label}?",
            "opts": self.opts,
            "verb": verb,
            "form": form,
            "rows": [(row.pk, self.named(row)) for row in rows],
            "is_action": action,
            "original": None if action else rows[0],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/verb.html", context)

    def _do_all(
        self, request: HttpRequest, rows: list[Any], wanted: int, verb: Verb, form: Any
    ) -> None:
        with transaction.atomic(using=PRIMARY):
            if len(rows) != wanted:
                raise Refused(f"{wanted - len(rows)} of those selected are here no more.")
            for row in rows:
                try:
                    self._do(request, row, verb, form)
                except DomainError as refusal:
                    raise Refused(f"{self.named(row)}: {refusal}") from refusal

    def _do(self, request: HttpRequest, row: Any, verb: Verb, form: Any) -> Any:
        typed = form.cleaned_data.items() if form else ()
        told = {name: None if value == "" else value for name, value in typed}
        return verb.command(actor=Actor.from_request(request), **self.address(row), **told)


def _action(admin: Any, request: HttpRequest, rows: Any) -> Any:
    """The action that the form of a list names."""
    names = request.POST.getlist("action")
    name = names[-1]
    with suppress(ValueError, IndexError):  # as Django reads it
        name = names[int(request.POST.get("index", 0))]
    verb = next(each for each in admin.allowed_verbs(request) if each.name == name)
    return admin.act(request, rows, verb)
