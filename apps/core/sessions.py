"""What browsers alone need, left out where a program asks the API without a cookie."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest

from apps.core.http import API


class ForBrowsers:
    """Mixed into a middleware: a request of a program goes past it."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        """The answer, by way of the middleware or without it."""
        if request.path.startswith(API) and not request.META.get("HTTP_COOKIE"):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]


class Sessions(ForBrowsers, SessionMiddleware):
    """Who signed in stays so."""


class SignedIn(ForBrowsers, AuthenticationMiddleware):
    """Who it is that signed in."""


class Messages(ForBrowsers, MessageMiddleware):
    """What the admin tells on its next page."""
