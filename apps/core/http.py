"""How a refusal looks over HTTP (RFC 9457). The only place where errors meet status codes."""

import sys
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from apps.core.db import refusal_behind
from apps.core.errors import (
    Conflict,
    CredentialsRequired,
    DomainError,
    FieldError,
    Forbidden,
    Invalid,
    InvalidRequest,
    NotFound,
    Outdated,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
    Unprocessable,
    Unsatisfiable,
)
from apps.core.rendering import JSONRenderer, dumps, plain

API = "/api/"
PROBLEM = "application/problem+json"
RETRY_SECONDS = 5
NOT_KEPT = {"Cache-Control": "no-store"}  # what one may not see, another may

STATUS: dict[type[DomainError], int] = {
    Invalid: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Outdated: 412,
    TooLarge: 413,
    Unsatisfiable: 416,
    Unprocessable: 422,
    TooMany: 429,
    Unavailable: 503,
}

CODES = {
    400: "request.invalid",
    401: "auth.invalid",
    403: "auth.forbidden",
    404: "request.not_found",
    405: "request.method_not_allowed",
    406: "request.invalid",
    413: "request.too_large",
    415: "request.unsupported_media_type",
    429: "rate.limited",
    503: "service.unavailable",
}


class NoSuchAddress(NotFound):
    code = "request.not_found"
    message = "Nothing is here. The registry's addresses are listed at /api/v1/schema."


def problem(
    status: int, code: str, detail: str, errors: tuple[FieldError, ...] = ()
) -> dict[str, Any]:
    """The body of a refusal, as RFC 9457 has it with `code` and `errors` beside."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    told = {"detail": detail, "code": code}
    return {**body, **told, **({"errors": plain(errors)} if errors else {})}


def refusal(error: DomainError) -> tuple[dict[str, Any], dict[str, str]]:
    """The problem that `error` is, and the headers that belong to its status."""
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    headers = {
        416: {"Content-Range": f"bytes */{error.params.get('size')}"},
        401: {"WWW-Authenticate": "Bearer"},
        429: {"Retry-After": str(error.params.get("seconds"))},
        503: {"Retry-After": str(RETRY_SECONDS)},
    }.get(status, {})
    return problem(status, error.code, str(error), error.errors), {**NOT_KEPT, **headers}


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer refusals, ours and DRF's; leave bugs and a database that is away to `server_error`."""
    context["request"].accepted_renderer = JSONRenderer()  # also where YAML or a page is shown
    if isinstance(exc, exceptions.NotAuthenticated):
        exc = CredentialsRequired()
    elif isinstance(exc, exceptions.ValidationError):
        exc = _invalid(exc)
    if isinstance(exc, DomainError):
        body, headers = refusal(exc)
        return Response(body, body["status"], headers=headers, content_type=PROBLEM)
    if (answer := drf_exception_handler(exc, context)) is None:
        return None
    status = answer.status_code
    code = "request.not_json" if isinstance(exc, exceptions.ParseError) else CODES[status]
    headers = {name: answer[name] for name in ("Allow", "WWW-Authenticate") if name in answer}
    body = problem(status, code, str(getattr(exc, "detail", "") or HTTPStatus(status).phrase))
    return Response(body, status, headers={**NOT_KEPT, **headers}, content_type=PROBLEM)


def answer(request: HttpRequest, body: dict[str, Any], headers: dict[str, str]) -> HttpResponse:
    """A refusal that no viewset saw: a problem for programs, a page for people."""
    headers = {**NOT_KEPT, **headers}
    if request.path.startswith((API, "/health/")):
        content = dumps(body)
        return HttpResponse(content, PROBLEM, body["status"], headers=headers)
    page = render(request, "problem.html", {"problem": body}, status=body["status"])
    for name, value in headers.items():
        page[name] = value
    return page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """400 outside the viewsets; Django's suspicion is not quoted."""
    return answer(request, problem(400, CODES[400], "This request cannot be understood."), {})


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """403 outside the viewsets."""
    return answer(request, problem(403, CODES[403], "You may not do this."), {})


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404 for an address that no route has."""
    return answer(request, *refusal(NoSuchAddress()))


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database cannot answer, else 500; neither tells its cause."""
    if error := refusal_behind(sys.exception()):
        return answer(request, *refusal(error))
    detail = "The registry failed to answer. The failure is logged under this request's id."
    return answer(request, problem(500, "service.failed", detail), {})


def _invalid(exc: exceptions.ValidationError) -> InvalidRequest:
    errors = tuple(_flattened("", exc.get_full_details()))
    detail = "; ".join(f"{e.field}: {e.detail}" if e.field else e.detail for e in errors[:3])
    more = f" (and {len(errors) - 3} more)" if len(errors) > 3 else ""  # noqa: PLR2004
    return InvalidRequest(detail=detail + more, errors=errors)


def _flattened(field: str, details: Any) -> list[FieldError]:
    if isinstance(details, dict) and "message" in details and "code" in details:
        return [FieldError(field=field, code=details["code"], detail=str(details["message"]))]
    inner = details.items() if isinstance(details, dict) else enumerate(details)
    found = []
    for name, value in inner:
        leaf = isinstance(details, list) and isinstance(value, dict) and "message" in value
        step = "" if name == "non_field_errors" or leaf else str(name)
        found += _flattened(".".join(part for part in (field, step) if part), value)
    return found
