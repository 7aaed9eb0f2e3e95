"""How a page is answered: who asks, what may be kept of it, and how a refusal looks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeAlias
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core.actor import Actor
from apps.core.caching import BY_ANOTHER_NAME, CATALOGUE, PERSONAL, VARY
from apps.core.errors import DomainError
from apps.core.http import answer, refusal
from apps.core.preconditions import names, tag
from apps.versions.errors import AmbiguousVersion
from bdp.pages.addresses import page_of
from bdp.pages.asked import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page is made of, and the address at which it always stands; None if just here."""

    content: dict[str, Any]
    at: str | None = None


View: TypeAlias = Callable[..., Shown | HttpResponse]


def page(template: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """Make a function of a question and of the address's parts a page; refusals are pages too."""

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(view)
        def answered(request: HttpRequest, **path: str) -> HttpResponse:
            try:
                shown = view(Question(request=request, actor=Actor.from_request(request)), **path)
            except DomainError as error:
                return _refused(request, error, path)
            if isinstance(shown, HttpResponse):
                return shown
            return _kept(request, render(request, template, shown.content), shown.at)

        return answered

    return decorate


def moved(request: HttpRequest, address: str) -> HttpResponse:
    """To the same page under the name that it always has."""
    asked, path = request.META.get("QUERY_STRING"), quote(address)
    return HttpResponseRedirect(f"{path}?{asked}" if asked else path)


def without_slash(request: HttpRequest, **_: str) -> HttpResponse:
    """No address of a page ends with a slash."""
    return moved(request, "/" + request.path.strip("/"))


def _kept(request: HttpRequest, shown: HttpResponse, at: str | None) -> HttpResponse:
    """`shown` with its tag and the time it keeps, or 304 where the browser has it already."""
    shown["ETag"] = current = tag(shown.content)
    shown["Vary"] = VARY
    shown["Cache-Control"] = CATALOGUE
    if at is not None and at != request.path:
        shown["Cache-Control"], shown["Content-Location"] = BY_ANOTHER_NAME, at
    if request.user.is_authenticated:
        shown["Cache-Control"] = PERSONAL
    if names(request.headers.get("If-None-Match", ""), current):
        shown.status_code, shown.content = 304, b""
        del shown["Content-Type"]
    return shown


def _refused(request: HttpRequest, error: DomainError, path: dict[str, str]) -> HttpResponse:
    body, headers = refusal(error)
    ways = _candidates(error, path) if isinstance(error, AmbiguousVersion) else []
    return answer(request, {**body, "ways": ways, "sought": path.get("source", "")}, headers)


def _candidates(error: AmbiguousVersion, path: dict[str, str]) -> list[tuple[str, str]]:
    """The pages that may be meant, each with what is told of it: its number comes first."""
    told = [each.detail for each in error.errors]
    source = (path["organization"], path["source"])
    return [(page_of(*source, text.partition(" ")[0]), text) for text in told]
