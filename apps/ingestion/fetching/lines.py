"""What a broken line is called: the network's many errors in words for its user."""

import re
import ssl

import httpx

from apps.ingestion.fetching.patience import Patience

_HOPELESS = (
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    ssl.SSLCertVerificationError,
)
_ERRNO = re.compile(r"^\[[^]]*\] *")
_KNOWN = ("peer closed", "server disconnected", "connection reset", "request url has")


class Trickling(httpx.ReadTimeout):
    """Something comes, and so little that it would never end."""


_WORDS: tuple[tuple[type[httpx.TransportError], str], ...] = (
    (httpx.UnsupportedProtocol, "it leads away to what is no address of the web"),
    (httpx.ConnectTimeout, "there was no connection within {patience.connecting:g} s"),
    (httpx.ConnectError, "there is no connection ({detail})"),
    (Trickling, "the server sends less than {patience.slowest:,g} bytes a second"),
    (httpx.TimeoutException, "nothing came for {patience.silence:g} s"),
    (httpx.TransportError, "the connection broke off"),
)


def said_of(error: httpx.TransportError, patience: Patience) -> str:
    """The error as the first half of a sentence."""
    detail = _ERRNO.sub("", str(error)).rstrip(".")
    words = next(words for kind, words in _WORDS if isinstance(error, kind))
    if detail and "{" not in words and not detail.lower().startswith(_KNOWN):
        words += " ({detail})"
    return words.format(detail=detail or "refused", patience=patience)


def is_hopeless(error: httpx.TransportError) -> bool:
    """Whether another try would meet the same."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, _HOPELESS):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
