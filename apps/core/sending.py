"""How a file is sent: whole, or the part that a client lacks (RFC 9110, section 14)."""

import re
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from rest_framework import status
from rest_framework.request import Request

from apps.core.downloads import Content, Download
from apps.core.errors import RangeNotSatisfiable
from apps.core.parts import PIECE, Part

# One part. Of several, and of what cannot be read, a server may send the whole instead.
RANGE = re.compile(r"bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})", re.IGNORECASE)


class Sent(StreamingHttpResponse):
    """Bytes on their way. What stands on a disk is left to the server, which need not read it."""

    block_size = PIECE
    file_to_stream: Part | None = None

    def __init__(self, pieces: Any, **kwargs: Any) -> None:
        super().__init__(pieces, **kwargs)
        if isinstance(pieces, Part):
            self.file_to_stream = pieces


def described(file: Download) -> HttpResponse:
    """All that is told of a file, without its bytes."""
    named = content_disposition_header(True, file.filename)  # noqa: FBT003  Django's signature
    told = {
        "Accept-Ranges": "bytes",
        "Content-Digest": file.digest,
        "Content-Disposition": str(named),
        "Content-Length": str(file.content.size),
    }
    return HttpResponse(headers=told, content_type=file.media_type)


def sent(answer: HttpResponse, file: Download, request: Request) -> HttpResponseBase:
    """`answer` with the bytes that are asked for. Raises `RangeNotSatisfiable` or `StoreAway`."""
    if request.method == "HEAD":
        return answer
    part = _part(file, request)
    if part is None:
        return Sent(file.content.pieces(0, file.content.size), headers=answer.headers)
    start, stop = part
    answer["Content-Range"] = f"bytes {start}-{stop - 1}/{file.content.size}"
    answer["Content-Length"] = str(stop - start)
    answer["Repr-Digest"] = file.digest
    del answer["Content-Digest"]  # that of a part would be another
    pieces = file.content.pieces(start, stop)
    return Sent(pieces, status=status.HTTP_206_PARTIAL_CONTENT, headers=answer.headers)


def _part(file: Download, request: Request) -> tuple[int, int] | None:
    """From where until before where; None if the whole file is to be sent."""
    if request.headers.get("If-Range") not in {None, file.tag}:
        return None
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not any(asked.groups()):
        return None
    return _bounds(file.content, *asked.groups())


def _bounds(content: Content, first: str, last: str) -> tuple[int, int] | None:
    if first and last and int(last) < int(first):
        return None
    start = int(first) if first else max(content.size - int(last), 0)
    stop = min(int(last) + 1, content.size) if first and last else content.size
    if start >= content.size:
        raise RangeNotSatisfiable(size=content.size)
    return start, stop
