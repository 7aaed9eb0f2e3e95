"""What an answer tells in its headers about the thing that it is of: that it is deprecated."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.http.response import HttpResponseBase

_heard: "ContextVar[list[Deprecated] | None]" = ContextVar("notices_heard", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecated:
    """Since when it is, and where below the base that stands which follows it."""

    since: datetime
    successor: str | None


@contextmanager
def listening(*, attentively: bool) -> Iterator[list[Deprecated]]:
    """What is told until the block ends, in order: first that of what was asked about.

    Where nobody listens attentively, nothing is told.
    """
    heard: list[Deprecated] = []
    token = _heard.set(heard if attentively else None)
    try:
        yield heard
    finally:
        _heard.reset(token)


def is_heard() -> bool:
    """Whether anybody listens: who does not saves the question."""
    return _heard.get() is not None


def tell(notice: Deprecated) -> None:
    """Tell whoever listens."""
    if (heard := _heard.get()) is not None:
        heard.append(notice)


def announce(answer: HttpResponseBase, notice: Deprecated, base: str) -> None:
    """Say so in the answer's headers: RFC 9745, and RFC 5829 for what follows."""
    answer.headers["Deprecation"] = f"@{int(notice.since.timestamp())}"
    if notice.successor is not None:
        link = f'<{base}/{notice.successor}>; rel="successor-version"'
        told = answer.headers.get("Link")
        answer.headers["Link"] = f"{told}, {link}" if told else link
