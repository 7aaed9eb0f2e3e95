"""The admin as a whole: who is refused, at its door or behind it, and what policy opens to whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LogoutView
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.text import get_text_list

from apps.accounts.incidents import note_incident
from apps.accounts.locks import is_locked_out, key_of, place_of
from apps.accounts.queries import find_end_of_lock, has_user
from apps.audit.actions import AuditAction
from apps.audit.policy import May, allows
from apps.audit.queries import list_history
from apps.audit.recording import REGISTRY, record_incident
from apps.audit.sentences import sentence
from apps.core.actor import Actor
from apps.core.addresses import client_place
from apps.core.errors import DomainError
from apps.core.http import NOT_KEPT, problem, refusal

PAST_THE_COMMANDS = {"password_change", "password_change_done"}


class SignIn(AdminAuthenticationForm):
    """Django's form; who signs in, and who fails to, is told in the trail, without the password."""

    request: HttpRequest

    def clean(self) -> dict[str, Any]:
        """The account that was signed in to. Raises `ValidationError`."""
        try:
            told = super().clean()
        except ValidationError:
            self._tell_of_failure()
            raise
        if (user := self.get_user()) is not None:  # half a form is nobody's
            self._record_for(user)
        return told

    def _tell_of_failure(self) -> None:
        """Leave it in the trail. Raises `ValidationError` for who is locked out."""
        actor, typed = Actor.from_request(self.request), self.cleaned_data.get("username", "")
        name = typed if has_user(typed) else None  # what nobody is called may be a password
        place = client_place(self.request)
        where = place_of(name, place)
        if not is_locked_out(self.request):
            note_incident(AuditAction.FAILED_LOGIN, whose=where, actor=actor, username=name)
            return
        note_incident(AuditAction.LOCKOUT, whose=where, actor=actor, username=name)
        until = find_end_of_lock(key_of(typed), place)
        seconds = max(1, ceil((until - timezone.now()).total_seconds()))
        self.request.locked_seconds = seconds  # type: ignore[attr-defined]
        minutes = ceil(seconds / 60)
        raise ValidationError(
            f"Too many wrong passwords for this name. Try again in {minutes} "
            f"minute{'s' if minutes > 1 else ''}, or ask an operator of the registry."
        )

    def _record_for(self, user: Any) -> None:
        asked = Actor.from_request(self.request)
        actor = replace(asked, user_id=user.pk, label=user.get_username())
        record_incident(AuditAction.LOGIN, REGISTRY, actor=actor)


class SignInToPages(SignIn):
    """The same for pages, which are for more people than look after the registry."""

    error_messages = AuthenticationForm.error_messages

    def confirm_login_allowed(self, user: Any) -> None:
        """Let in who was not deactivated. Raises `ValidationError`."""
        AuthenticationForm.confirm_login_allowed(self, user)


class SignOut(LogoutView):
    """Django's view; who signs out is told in the trail."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Out."""
        note_logout(request)
        return super().post(request, *args, **kwargs)


def note_logout(request: HttpRequest) -> None:
    """Tell the trail of somebody who signs out."""
    if request.method == "POST" and request.user.is_authenticated:
        record_incident(AuditAction.LOGOUT, REGISTRY, actor=Actor.from_request(request))


class Completions(AutocompleteJsonView):
    """Choices that are called as their own admin calls them."""

    def get_queryset(self) -> Any:
        """What is meant, in the order of its own list."""
        own: Any = self.model_admin
        return super().get_queryset().order_by(*own.keyset.columns)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """One choice."""
        own: Any = self.model_admin
        return {"id": str(getattr(obj, to_field_name)), "text": own.named(obj)}


class RegistrySite(AdminSite):
    """Django's site; a password is changed by `manage.py set_password` alone."""

    login_form = SignIn
    site_title = site_header = "BDP"
    index_title = "What needs you"
    empty_value_display = "–"

    def get_urls(self) -> list[Any]:
        """Every address but those that change a password."""
        routes = super().get_urls()
        return [route for route in routes if getattr(route, "name", "") not in PAST_THE_COMMANDS]

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's page; who signs out is told in the trail."""
        note_logout(request)
        return super().logout(request, extra_context)

    def lets(self, request: HttpRequest, may: str) -> bool:
        """Whether the policy opens to this person what is open to `may`."""
        return self.has_permission(request) and allows(
            May(may), Actor.from_request(request), role=None
        )

    def may(self, request: HttpRequest, command: Callable[..., Any]) -> bool:
        """Whether the policy opens a command to this person."""
        asked: Any = command
        return self.lets(request, asked.may)

    def changes_since(self, entity_id: UUID, instant: datetime) -> list[str]:
        """What was done to something after an instant, newest first, in sentences."""
        newest = list_history(entity_id, limit=20).results
        return [sentence(entry) for entry in newest if entry.created_at > instant]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        """The view; what it refuses is told on a page, and why."""
        guarded = super().admin_view(view, cacheable)

        def refusing(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                answer = guarded(request, *args, **kwargs)
                return answer.render() if isinstance(answer, SimpleTemplateResponse) else answer
            except PermissionDenied:
                return self._refused(request, problem(403, "auth.forbidden", self._why(request)))
            except ValidationError:
                told = "This request cannot be understood: it names what cannot be."
                return self._refused(request, problem(400, "request.invalid", told))
            except DomainError as error:
                return self._refused(request, refusal(error)[0])

        return refusing

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """What may be meant by what is being typed."""
        return Completions.as_view(admin_site=self)(request)

    def _why(self, request: HttpRequest) -> str:
        actor = Actor.from_request(request)
        groups = " and ".join(sorted(actor.groups)) or "neither curator nor auditor"
        seen = [
            model["name"].lower() for app in self.get_app_list(request) for model in app["models"]
        ]
        open_to = get_text_list(seen, "and") or "nothing"
        may_not = f"“{actor.label}” ({groups}) may not open this page or do this."
        return f"{may_not} Open to them: {open_to}."

    def _refused(self, request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
        context = {**self.each_context(request), "title": told["title"], "problem": told}
        page = render(request, "admin/refused.html", context, status=told["status"])
        for name, value in NOT_KEPT.items():
            page[name] = value
        return page
