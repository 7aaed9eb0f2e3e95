"""What a client may keep, for how long, and how it learns that it still may."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import is_dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.downloads import Download
from apps.core.errors import DomainError
from apps.core.preconditions import names, tag, tag_of
from apps.core.settled import Settled

CATALOGUE = "max-age=60, stale-while-revalidate=600"
BY_ANOTHER_NAME = "max-age=60"
FOR_EVER = "public, max-age=31536000, immutable"
PERSONAL = "private, no-store"
NOT_KEPT = "no-store"
ASKED_ANEW = "no-cache"
VARY = "Authorization, Cookie"


class Unread(HttpResponse):
    """304 that one look at a row was enough for."""

    status_code = status.HTTP_304_NOT_MODIFIED


def kept(
    answer: HttpResponse, result: Any, request: Request, base: str, *, moving: bool = False
) -> HttpResponse:
    """`answer` with its tag and the time it keeps, or 304 where the client has it already.

    What is `moving` may be kept, but is asked for anew each time.
    """
    answer["ETag"] = current = _tag(result, answer)
    known = bool(request.headers.get("Authorization") or request.user.is_authenticated)
    lasting = {"Cache-Control": ASKED_ANEW} if moving else _time(result, request, base)
    kept_for = {"Cache-Control": PERSONAL} if known else lasting
    for name, value in kept_for.items():
        answer[name] = value
    answer["Vary"] = VARY
    if not names(request.headers.get("If-None-Match", ""), current):
        return answer
    headers = ("ETag", "Cache-Control", "Vary", "Content-Location")
    told = {name: answer[name] for name in headers if name in answer}
    return Response(status=status.HTTP_304_NOT_MODIFIED, headers=told)


def unchanged(
    request: HttpRequest, shown: type, state: Callable[[], Any], base: str
) -> Unread | None:
    """304 for a stranger who holds the present `state` of what is `shown`, and None for the rest.

    Whoever has credentials is not asked for them here; what cannot be found, or fails, is told by
    the endpoint itself.
    """
    told = request.META.get("HTTP_IF_NONE_MATCH")
    if told is None or request.META.get("QUERY_STRING") or has_credentials(request):
        return None
    with suppress(DomainError, Error):
        found = state()
        if names(told, current := tag_of(shown, found)):
            headers = {"ETag": current, "Vary": VARY, **_time(found, request, base)}
            return Unread(headers=headers)
    return None


def has_credentials(request: HttpRequest) -> bool:
    """Whether it says who asks: by a token, or as somebody who signed in."""
    return "HTTP_AUTHORIZATION" in request.META or settings.SESSION_COOKIE_NAME in request.COOKIES


def _tag(result: Any, answer: Any) -> str:
    if isinstance(result, Settled) and isinstance(result.content, Download):
        return result.content.tag
    stamped = is_dataclass(result) and hasattr(result, "updated_at")
    return tag_of(type(result), result) if stamped else tag(answer.data)


def _time(result: Any, request: Any, base: str) -> dict[str, str]:
    """How long a stranger may keep it, and where it stands if it was asked for by another name."""
    subject = getattr(result, "subject", None)
    if subject is None or _stands_at(request, f"{base}/{subject}"):
        return {"Cache-Control": FOR_EVER if isinstance(result, Settled) else CATALOGUE}
    address = _with_what_else_is_asked(request, f"{base}/{subject}")
    return {"Cache-Control": BY_ANOTHER_NAME, "Content-Location": address}


def _stands_at(request: Any, address: str) -> bool:
    path, _, named = address.partition("?")
    told = parse_qsl(named)
    return request.path == path and all(request.GET.get(name) == value for name, value in told)


def _with_what_else_is_asked(request: Any, address: str) -> str:
    path, _, named = address.partition("?")
    asked = {**dict(request.GET.lists()), **dict(parse_qsl(named))}
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path
