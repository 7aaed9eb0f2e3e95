"""What every HTTP request carries, and what none may."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

from apps.core import db
from apps.core.addresses import FORWARDED_PROTO, comes_from_a_proxy
from apps.core.http import API, answer, problem
from apps.core.ids import uuid7

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
EXPOSED = (
    "Content-Digest, Content-Disposition, Content-Location, Deprecation, ETag, Link, Location, "
    "RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"
)

GetResponse = Callable[[HttpRequest], HttpResponse]


def request_context(get_response: GetResponse) -> GetResponse:
    """Name the request, and let it read from the replica until it writes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = request.META["bdp.request_id"] = uuid7()
        with db.unpinned(), bound_contextvars(request_id=str(request_id)):
            response = get_response(request)
        response["X-Request-ID"] = str(request_id)
        return response

    return middleware


def believe_proxies_alone(get_response: GetResponse) -> GetResponse:
    """Take the scheme that a request came by from a trusted proxy, the nearest one, or not at all.

    Django would believe any client's `X-Forwarded-Proto`, and of several the first.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.META.pop(FORWARDED_PROTO, None)
        if told is not None and comes_from_a_proxy(request):
            request.META[FORWARDED_PROTO] = told.rpartition(",")[2].strip()
        return get_response(request)

    return middleware


def open_to_any_origin(get_response: GetResponse) -> GetResponse:
    """Let a page of any origin read the API, with a token if it has one; cookies stay at home.

    See https://fetch.spec.whatwg.org/#http-cors-protocol.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(API) and request.method in SAFE_METHODS:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = EXPOSED
        if request.path.startswith(API) and request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Headers"] = "Authorization, If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
        return response

    return middleware


def describe_without_showing(get_response: GetResponse) -> GetResponse:
    """Answer HEAD with what GET would say of the body, but not the body."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return middleware


def refuse_unstorable_text(get_response: GetResponse) -> GetResponse:
    """Refuse addresses that PostgreSQL has no text for: NUL, and bytes that are not UTF-8."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _storable(request):
            return get_response(request)
        detail = "This address holds a NUL character or bytes that are not UTF-8."
        return answer(request, problem(400, "request.invalid", detail), {})

    return middleware


def _storable(request: HttpRequest) -> bool:
    texts = [request.path, *request.GET.keys(), *(v for vs in request.GET.lists() for v in vs[1])]
    return not any("\0" in text or "\ufffd" in text or not _encodable(text) for text in texts)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
