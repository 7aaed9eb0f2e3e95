"""The admin as a whole: who is refused at its door, and what Django's own would write past us."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from apps.audit.actions import AuditAction
from apps.audit.recording import REGISTRY, record_incident
from apps.core.actor import Actor

MOST_TOLD = 50
PAST_THE_COMMANDS = {"password_change", "password_change_done"}


class SignIn(AdminAuthenticationForm):
    """Django's form; a failure is an incident of the trail, without the password."""

    def clean(self) -> dict[str, Any]:
        """The account that was signed in to. Raises `ValidationError`."""
        try:
            return super().clean()
        except ValidationError:
            assert self.request is not None  # noqa: S101  the admin's log-in page gives it
            record_incident(
                AuditAction.FAILED_LOGIN,
                REGISTRY,
                actor=Actor.from_request(self.request),
                username=self.cleaned_data["username"][:MOST_TOLD],
            )
            raise


class RegistrySite(AdminSite):
    """Django's site; a password is changed by `manage.py set_password` alone."""

    login_form = SignIn

    def get_urls(self) -> list[Any]:
        """Every address but those that change a password."""
        routes = super().get_urls()
        return [route for route in routes if getattr(route, "name", "") not in PAST_THE_COMMANDS]
