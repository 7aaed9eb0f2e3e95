"""What a client may keep, for how long, and how it learns that it still may."""

from dataclasses import is_dataclass
from typing import Any

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.preconditions import names, tag, tag_of

CATALOGUE = "max-age=60, stale-while-revalidate=600"
BY_ANOTHER_NAME = "max-age=60"
PERSONAL = "private, no-store"
NOT_KEPT = "no-store"
VARY = "Authorization, Cookie"


def kept(answer: Response, result: Any, request: Request, base: str) -> Response:
    """`answer` with its tag and the time it keeps, or 304 where the client has it already."""
    answer["ETag"] = current = _tag(result, answer.data)
    answer["Cache-Control"] = _time(result, request, base, answer)
    answer["Vary"] = VARY
    if not names(request.headers.get("If-None-Match", ""), current):
        return answer
    headers = ("ETag", "Cache-Control", "Vary", "Content-Location")
    told = {name: answer[name] for name in headers if name in answer}
    return Response(status=status.HTTP_304_NOT_MODIFIED, headers=told)


def _tag(result: Any, body: bytes) -> str:
    stamped = is_dataclass(result) and hasattr(result, "updated_at")
    return tag_of(result) if stamped else tag(body)


def _time(result: Any, request: Request, base: str, answer: Response) -> str:
    if request.headers.get("Authorization") or request.user.is_authenticated:
        return PERSONAL
    if (subject := getattr(result, "subject", None)) is None:
        return CATALOGUE
    address = f"{base}/{subject}"
    if request.path == address:
        return CATALOGUE
    answer["Content-Location"] = address
    return BY_ANOTHER_NAME
