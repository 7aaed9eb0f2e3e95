"""What a server's answer means for a file of which so many bytes are already here."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Self

import httpx

from apps.ingestion.fetching.addresses import shown
from apps.ingestion.fetching.errors import ChangedMeanwhile, NotThere, Unfetchable, Unreachable
from apps.ingestion.fetching.patience import Interrupted, Patience, seconds_asked

_CONTENT_RANGE = re.compile(r"bytes (?:(\d{1,18})-\d{1,18}|\*)/(?:(\d{1,18})|\*)")
_NOT_THERE = (401, 403, 404, 410)  # many object stores answer 403 where nothing is
_PASSING = (408, 425, 429, 500, 502, 503, 504)


class Body(Enum):
    """Which part of the file an answer brings."""

    WHOLE = "whole"
    REST = "rest"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """By what one state of a file is told from the next (RFC 9110, 8.8)."""

    etag: str | None
    last_modified: str | None
    size: int | None

    @classmethod
    def of(cls, answer: httpx.Response) -> Self:
        """What the headers say; the size is the whole file's, also where a part comes."""
        _, total = _range(answer)
        length = answer.headers.get("Content-Length", "")
        whole = int(length) if answer.status_code == httpx.codes.OK and length.isdigit() else None
        return cls(
            etag=answer.headers.get("ETag"),
            last_modified=answer.headers.get("Last-Modified"),
            size=total if total is not None else whole,
        )

    def resumed_at(self, position: int) -> dict[str, str]:
        """Headers that ask for the rest of this very edition; for all if it cannot be named."""
        strong = self.etag if self.etag and not self.etag.startswith("W/") else None
        validator = strong or self.last_modified
        if not (position and validator):
            return {}
        return {"Range": f"bytes={position}-", "If-Range": validator}

    def agrees_with(self, later: Self) -> bool:
        """Whether nothing that both say differs."""
        pairs = (
            (self.etag, later.etag),
            (self.last_modified, later.last_modified),
            (self.size, later.size),
        )
        return all(one is None or other is None or one == other for one, other in pairs)


def body_of(answer: httpx.Response, position: int, patience: Patience) -> Body:
    """What comes. Raises `Interrupted` where another try may help, else `Unfetchable`."""
    start, total = _range(answer)
    match answer.status_code:
        case httpx.codes.OK:
            return Body.WHOLE
        case httpx.codes.PARTIAL_CONTENT if position and start == position:
            return Body.REST
        case httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE if position and total == position:
            return Body.NOTHING
        case httpx.codes.PARTIAL_CONTENT | httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise ChangedMeanwhile(
                address=shown(answer.url),
                reason=f"the server has nothing at byte {position:,}, where it was left off",
            )
    raise _refusal(answer, patience)


def _refusal(answer: httpx.Response, patience: Patience) -> Exception:
    address, status = shown(answer.url), answer.status_code
    said = f"the server answers {status} {answer.reason_phrase}".rstrip()
    if status in _NOT_THERE:
        return NotThere(address=address, reason=said)
    if status not in _PASSING:
        return Unfetchable(address=address, reason=said)
    wait = seconds_asked(answer.headers.get("Retry-After"))
    if wait > patience.longest_asked:
        return Unreachable(address=address, reason=f"{said} and asks to wait {wait:,.0f} s")
    return Interrupted(said, wait=wait)


def _range(answer: httpx.Response) -> tuple[int | None, int | None]:
    """Where the part begins, and how long the whole is."""
    found = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
    start, total = found.groups() if found else (None, None)
    return int(start) if start else None, int(total) if total else None
