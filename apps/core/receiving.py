"""The body of a request as it comes in: the bytes themselves, read by nobody yet."""

import re
from base64 import b64decode
from binascii import Error
from typing import Any

from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from apps.core.errors import InvalidRequest, invalid_field
from apps.core.uploads import Upload

SHA256 = re.compile(r"(?:^|,)\s*sha-256\b(?:\s*=\s*:([^:]*):)?")
MULTIPART = "This takes the bytes of the file themselves, such as `curl --upload-file` sends them."
ENCODED = "This takes the bytes of the file as they are: send them without a Content-Encoding."
DIGEST = "Write it as sha-256=:BASE64:, as RFC 9530 has it."


def uploaded(request: Request) -> Upload:
    """The body of `request`, and what its headers say of it. Raises `InvalidRequest`."""
    if (request.content_type or "").startswith("multipart/"):
        raise UnsupportedMediaType(request.content_type, detail=MULTIPART)
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType("", detail=ENCODED)
    if "Content-Range" in request.headers:
        raise InvalidRequest(detail="A file is sent whole: without a Content-Range.")
    chunked = "HTTP_TRANSFER_ENCODING" in request.META
    plain: Any = request._request
    return Upload(
        # Django takes a body of unknown length for none; the server knows where it ends
        stream=request.META["wsgi.input"] if chunked else plain,
        length=None if chunked else int(request.META.get("CONTENT_LENGTH") or 0),
        sha256=_digest(request.headers.get("Content-Digest", "")),
    )


def _digest(header: str) -> bytes | None:
    """The SHA-256 that a Content-Digest tells; None where it tells none."""
    if (found := SHA256.search(header)) is None:
        return None
    try:
        told = b64decode(found.group(1) or "", validate=True)
    except (Error, ValueError):
        told = b""
    if len(told) != 32:  # noqa: PLR2004  bytes of a SHA-256
        raise invalid_field("Content-Digest", DIGEST)
    return told
