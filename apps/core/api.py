"""The grammar every viewset speaks: parse, dispatch, render."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from http import HTTPStatus
from typing import Any, Protocol, TypeAlias

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, urlencode
from rest_framework import serializers, viewsets
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.actor import Actor
from apps.core.caching import NOT_KEPT, kept, unchanged
from apps.core.documents import Described, Document, DocumentOf
from apps.core.downloads import Download
from apps.core.errors import FieldError
from apps.core.fields import Nothing
from apps.core.linked import varied, wants_linked_data
from apps.core.notices import announce, listening
from apps.core.pagination import Page
from apps.core.parsing import body_of, parameters
from apps.core.preconditions import tag_of
from apps.core.rendering import dumps
from apps.core.sending import described, sent
from apps.core.services import services
from apps.core.settled import Settled
from apps.core.streaming import as_lines, wants_lines
from apps.core.written import Written

BASE = "/api/v1"


class Addressable(Protocol):
    """A DTO that knows where it stands below the base."""

    @property
    def subject(self) -> str:
        """The path, such as `organizations/uniprot`; events carry it too."""


class PageOf:
    """In the published schema: a page of these."""

    def __init__(self, shown: type) -> None:
        self.shown = shown


class OneOf:
    """In the published schema: one of these."""

    def __init__(self, *answers: type | PageOf) -> None:
        self.answers = answers


Answer: TypeAlias = type | PageOf | OneOf | DocumentOf | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What an endpoint says of itself, and the published schema repeats."""

    method: Callable[..., Any]
    answer: Answer
    query: type[serializers.Serializer[Any]]
    body: type[serializers.Serializer[Any]] | None
    status: int
    matched: bool
    reads: bool
    upload: bool
    linked: Described | None
    lines: bool
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a request was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: tuple[FieldError, ...] | None = None


class SignedInToWrite(BasePermission):
    """Strangers may read; whoever writes says who they are. The commands say what they may."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether to go on; a method that the address lacks goes on to its 405."""
        asks_to_write = request.method not in SAFE_METHODS and view.action is not None
        return bool(request.user.is_authenticated) or not asks_to_write or _reads(view)


def _reads(view: Any) -> bool:
    """Whether a POST only asks what would not fit into an address."""
    declared: Declared = getattr(view, view.action).declared
    return declared.reads


class SliceViewSet(viewsets.ViewSet):
    """Base of every viewset. Its methods are endpoints that dispatch to commands and queries."""

    permission_classes: tuple[type[BasePermission], ...] = (SignedInToWrite,)

    def dispatch(self, request: HttpRequest, *args: Any, **path: Any) -> HttpResponseBase:
        """Go to the endpoint, unless its client needs no more than the state of what it holds."""
        base = absolute(request, BASE)  # a host that is not ours is refused before all else
        method = getattr(self, self.action_map.get((request.method or "").lower(), ""), None)
        shown, state, linked = getattr(method, "held", (None, None, None))
        state = None if wants_linked_data(request, linked) else state
        told = unchanged(request, shown, partial(state, **path), BASE) if shown and state else None
        of_a_version = "version" in path and request.method in SAFE_METHODS
        with listening(attentively=of_a_version) as notices:
            answer = told or super().dispatch(request, *args, **path)
        for notice in notices[:1]:
            announce(answer, notice, base)
        return varied(answer, linked)


def endpoint(
    *,
    answer: Answer,
    query: type[serializers.Serializer[Any]] = Nothing,
    body: type[serializers.Serializer[Any]] | None = None,
    status: int = 200,
    matched: bool = False,
    placed: bool = False,
    moving: bool = False,
    reads: bool = False,
    upload: bool = False,
    state: Callable[..., Any] | None = None,
    linked: Described | None = None,
    lines: Callable[..., Any] | None = None,
    name: str | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """Make a method an endpoint: its arguments parsed, what it returns rendered, its schema told.

    The method gets the actor, the path's parts, and the validated `query` and `body` as keywords.
    A parameter or field that the serializers do not name is refused. A `matched` one gets the
    client's If-Match as `if_match`, for its command to compare under lock. One that is `placed`
    gets what our absolute addresses begin with as `origin`. `state` is the query that tells a
    stranger's If-None-Match what is held now, for less than the whole answer. `linked` makes the
    JSON-LD of what the method returns, for clients that prefer it; `lines` is the query for those
    that want a whole list, one value a line. What is `moving` nobody keeps for longer than it
    takes to look at. A POST that only `reads`, because what it asks would not fit into an address,
    is open to strangers as any GET. What takes an `upload` gets the body as it comes in, as `body`.
    Generated clients call it by `name`, or else by what the method does to what the viewset is of.
    """

    def decorate(method: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        @wraps(method)
        def action(self: SliceViewSet, request: Request, **path: str) -> HttpResponseBase:
            asked = parameters(query, request)
            told = body_of(request, body, upload=upload)
            match = {"if_match": request.headers.get("If-Match")} if matched else {}
            place = {"origin": absolute(request, "")} if placed else {}
            actor = Actor.from_request(request)
            if lines is not None and wants_lines(request):
                return as_lines(lines, request, actor=actor, **path, **asked)
            result = method(self, actor, **path, **asked, **told, **match, **place)
            if linked is not None and wants_linked_data(request._request, linked):
                result = linked.ask(result, actor=actor, origin=absolute(request, ""))
            answer = _rendered(result, request, status, moving=moving)
            patch_vary_headers(answer, ("Accept",) if lines is not None else ())
            return answer

        action.held = (answer, state, linked)  # type: ignore[attr-defined]
        action.declared = Declared(  # type: ignore[attr-defined]
            method=method, answer=answer, query=query, body=body, status=status,
            matched=matched, reads=reads, upload=upload, linked=linked, lines=lines is not None,
            name=name,
        )  # fmt: skip
        return action

    return decorate


def absolute(request: Request | HttpRequest, path: str) -> str:
    """An address of ours that works from outside."""
    return (services.public_url or f"{request.scheme}://{request.get_host()}") + path


def _rendered(result: Any, request: Request, status: int, *, moving: bool) -> HttpResponseBase:
    if result is None:
        return Response(status=status)
    shown = result.content if isinstance(result, Settled) else result
    if isinstance(shown, Download):
        answer = kept(described(shown), result, request, BASE)
        whole = answer.status_code != HTTPStatus.NOT_MODIFIED
        return sent(answer, shown, request) if whole else answer
    answer = _answer(shown, request, status)
    if request.method in SAFE_METHODS:
        return kept(answer, result, request, BASE, moving=moving)
    answer["Cache-Control"] = NOT_KEPT
    return answer


def _answer(shown: Any, request: Request, status: int) -> Response:
    match shown:
        case Page():
            return _page(shown, request)
        case Document():
            return _document(shown)
    return _one(shown, request, status)


def _document(sent: Document) -> Response:
    named = content_disposition_header(True, sent.filename or "")  # noqa: FBT003  Django's signature
    told = {"Content-Disposition": str(named)} if sent.filename else {}
    return Response(sent.content, headers=told, content_type=sent.content_type)


def _one(result: Any, request: Request, status: int) -> Response:
    body = result.content if isinstance(result, Written) else dumps(result)
    answer = Response(body, status)
    if hasattr(result, "updated_at"):
        answer["ETag"] = tag_of(type(result), result)
    if status == HTTPStatus.CREATED:
        place = getattr(result, "address", None) or result.subject
        answer["Location"] = absolute(request, f"{BASE}/{place}")
    return answer


def _page(page: Page[Any], request: Request) -> Response:
    links = {
        rel: _turned(request, cursor)
        for rel, cursor in (("next", page.next), ("prev", page.previous))
        if cursor
    }
    body = {
        "results": page.results,
        "next": links.get("next"),
        "previous": links.get("prev"),
        **({} if page.count is None else {"count": page.count}),
    }
    told = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links.items())
    return Response(dumps(body), headers={"Link": told} if told else {})


def _turned(request: Request, cursor: str) -> str:
    asked = {**dict(request.query_params.lists()), "cursor": cursor}
    return absolute(request, f"{request.path}?{urlencode(asked, doseq=True)}")
