"""Who tried in vain too often is locked out for a while, by name and address: django-axes counts.

An address of IPv6 stands for its household. Ten addresses that tried one name as often as locks one
of them out lock it for all: so whoever has many addresses cannot guess on and on.

Its table tells names by a keyed digest, and nothing of what was sent: what is typed for a name may
be a password, and an address may carry a token.
"""

from copy import copy
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.crypto import salted_hmac

from apps.core.db import reading

TOO_MANY_REQUESTS = 429
ADDRESSES = 10  # a name is locked for all after as many failures as lock it for so many


class Counting(AxesDatabaseHandler):  # type: ignore[misc]  # axes tells no types
    """Counts failures without keeping what was sent."""

    def user_login_failed(
        self, sender: Any, credentials: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Count one, and say on the request whether it was one too many."""
        if request is None:
            return
        bare: Any = copy(request)
        bare.GET = bare.POST = QueryDict()
        super().user_login_failed(sender, credentials, bare, **kwargs)
        for told in ("axes_locked_out", "axes_credentials", "axes_failures_since_start"):
            setattr(request, told, getattr(bare, told, None))

    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """How many there were from here, or as many as those from everywhere come to."""
        attempts = reading(AccessAttempt).filter(
            username=whose(request, credentials), attempt_time__gte=get_cool_off_threshold(request)
        )
        everywhere: int = attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
        here: int = super().get_failures(request, credentials)
        return max(here, everywhere // ADDRESSES)


def key_of(username: str) -> str:
    """What stands for a name in the table of locks."""
    return salted_hmac("accounts.locks", username).hexdigest()


def place_of(username: str | None, address: str | None) -> str:
    """What stands for a name that is tried from an address: nobody can read either from it."""
    return salted_hmac("accounts.places", f"{username or ''}@{address}").hexdigest()


def whose(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The key of the name that somebody tries to sign in with."""
    told = credentials or {}
    return key_of(str(told.get("username") or request.POST.get("username") or ""))


def answer(request: HttpRequest, original: HttpResponse, _credentials: Any) -> HttpResponse:
    """The page that says so, with the status that says so to programs."""
    original.status_code = TOO_MANY_REQUESTS
    if seconds := getattr(request, "locked_seconds", None):
        original["Retry-After"] = str(seconds)
    return original


def is_locked_out(request: HttpRequest) -> bool:
    """Whether this request was refused, or was the last that was let try."""
    return bool(getattr(request, "axes_locked_out", False))
