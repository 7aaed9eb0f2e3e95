"""Who tried in vain too often is locked out for a while, by name and address: django-axes counts.

Its table tells names by a keyed digest, and nothing of what was sent: what is typed for a name may
be a password, and an address may carry a token.
"""

from copy import copy
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.crypto import salted_hmac

TOO_MANY_REQUESTS = 429


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


def key_of(username: str) -> str:
    """What stands for a name in the table of locks."""
    return salted_hmac("accounts.locks", username).hexdigest()


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
