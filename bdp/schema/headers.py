"""The headers of every answer, as the published schema describes them."""

from typing import Any

Schema = dict[str, Any]


def _header(description: str, example: object, *, required: bool = False, **schema: Any) -> Schema:
    told = {"type": "string", **schema}
    return {"description": description, "required": required, "schema": told, "example": example}


_SOURCE = "/api/v1/sources/uniprot/P01308"

HEADERS: dict[str, Schema] = {
    "X-Request-ID": _header(
        "The id of this request; the trail and the log have it too.",
        "01890a5d-ac96-774b-bcce-b302099a8057",
        required=True,
        format="uuid",
    ),
    "ETag": _header(
        "The state of what is shown, for If-None-Match and If-Match (RFC 9110).",
        '"5d41402abc4b2a76b9719d911017c592"',
        required=True,
        pattern='^"[0-9a-f]+"$',
    ),
    "Cache-Control": _header(
        "How long the answer may be kept, and by whom.",
        "max-age=60, stale-while-revalidate=600",
        required=True,
    ),
    "Vary": _header("What else the answer depends on.", "Authorization, Cookie", required=True),
    "Content-Location": _header(
        "The resource's own address, where it was asked for by another name.",
        f"{_SOURCE}/versions/1.4.0",
    ),
    "Link": _header(
        "The pages beside this one (RFC 8288), and what follows a deprecated version (RFC 5829).",
        '<https://bdp.example/api/v1/sources?cursor=WyJz>; rel="next"',
    ),
    "Deprecation": _header(
        "Since when the version is deprecated (RFC 9745); what follows it is in `Link`.",
        "@1769609109",
        pattern="^@[0-9]+$",
    ),
    "Content-Digest": _header(
        "The SHA-256 of the bytes (RFC 9530).",
        "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
        required=True,
    ),
    "Repr-Digest": _header(
        "The SHA-256 of the whole file, of which this is a part (RFC 9530).",
        "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
        required=True,
    ),
    "Accept-Ranges": _header("That a part can be had (RFC 9110).", "bytes", required=True),
    "Content-Range": _header(
        "Which part this is, or of how many bytes there is none.",
        "bytes 1000-1999/58713",
        required=True,
    ),
    "Content-Disposition": _header(
        "What to call the file.", 'attachment; filename="P01308-1.4.0.dat"', required=True
    ),
    "Location": _header(
        "The address of what was made.", f"https://bdp.example{_SOURCE}", required=True
    ),
    "WWW-Authenticate": _header("How to say who you are.", "Bearer", required=True),
    "RateLimit": _header(
        "How many requests are left (`r`), and after how many seconds (`t`) it will be more: all "
        "of them, or where none is left, one. Not told where nothing is limited, nor of what is "
        "free: draft-ietf-httpapi-ratelimit-headers.",
        '"anonymous";r=598;t=1',
        pattern='^"[a-z]+";r=[0-9]+;t=[0-9]+$',
    ),
    "RateLimit-Policy": _header(
        "How many requests (`q`) are allowed in how many seconds (`w`): all of them at once, if "
        "you like; then they come back evenly.",
        '"anonymous";q=600;w=60',
        pattern='^"[a-z]+";q=[0-9]+;w=[0-9]+$',
    ),
    "Retry-After": _header(
        "After how many seconds to try again.", 5, required=True, type="integer", minimum=1
    ),
}

ALWAYS = ("X-Request-ID", "RateLimit", "RateLimit-Policy")
OF_A_VERSION = ("Deprecation", "Link")
OF_A_FILE = ("Accept-Ranges", "Content-Digest", "Content-Disposition")
OF_A_PART = ("Accept-Ranges", "Content-Range", "Repr-Digest", "Content-Disposition")
KEPT = ("ETag", "Cache-Control", "Vary")
OF_STATUS = {
    201: ("Location",),
    416: ("Content-Range",),
    401: ("WWW-Authenticate",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}


def headers(status: int, *more: str) -> Schema:
    """The headers of an answer with this status, and `more`, as references to their components."""
    names = (*ALWAYS, *OF_STATUS.get(status, ()), *more)
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
