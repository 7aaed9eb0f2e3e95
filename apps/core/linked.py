"""JSON-LD beside JSON: which of the two a client would rather have (RFC 9110, section 12.5.1)."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.core.documents import LINKED_DATA, Described
from apps.core.rendering import JSONRenderer


def wants_linked_data(request: HttpRequest, described: Described | None) -> bool:
    """Whether a client prefers JSON-LD where both are to be had; who does not mind gets JSON."""
    return (
        described is not None
        and request.get_preferred_type([JSONRenderer.media_type, LINKED_DATA]) == LINKED_DATA
    )


def varied(answer: HttpResponseBase, described: Any) -> HttpResponseBase:
    """The answer, which tells caches that it was chosen by what the client accepts, if it was."""
    if described is not None and "Vary" in answer.headers:
        answer.headers["Vary"] = f"Accept, {answer.headers['Vary']}"
    return answer
