"""Lists as one JSON value a line (NDJSON), sent as they are read: whole, and never in memory."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.http.request import MediaType
from rest_framework.request import Request

from apps.core.caching import CATALOGUE, PERSONAL, VARY
from apps.core.errors import invalid_field
from apps.core.lines import Handful

NDJSON = "application/x-ndjson"
OF_A_PAGE = ("limit", "count")


def wants_lines(request: Request) -> bool:
    """Whether a client asks for lines by name: whoever would take JSON too gets pages."""
    told = [MediaType(each) for each in request.headers.get("Accept", "").split(",")]
    wanted = [f"{each.main_type}/{each.sub_type}".lower() for each in told]
    return NDJSON in wanted and "application/json" not in wanted


def as_lines(
    lines: Callable[..., Handful], request: Request, **asked: Any
) -> StreamingHttpResponse:
    """Every line that `lines` has of what is asked, to the end. One that breaks off lacks it.

    Raises `InvalidRequest` where a size is asked for.
    """
    for name in OF_A_PAGE:
        if name in request.query_params:
            raise invalid_field(name, "as lines they come all: leave it out")
        asked.pop(name, None)
    first = lines(**asked)
    known = bool(request.headers.get("Authorization") or request.user.is_authenticated)
    told = {"Cache-Control": PERSONAL if known else CATALOGUE, "Vary": f"{VARY}, Accept"}
    pieces = () if request.method == "HEAD" else _pieces(first, lines, asked)
    return StreamingHttpResponse(pieces, headers=told, content_type=NDJSON)


def _pieces(
    first: Handful, lines: Callable[..., Handful], asked: dict[str, Any]
) -> Iterator[bytes]:
    """The text of one handful after another, none of them kept."""
    found = first
    yield found.text
    while found.next is not None:
        found = lines(**{**asked, "version": found.version, "cursor": found.next})
        yield found.text
