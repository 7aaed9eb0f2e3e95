"""Addresses on the web: which are taken, and how they are shown."""

import re

import httpx

from apps.ingestion.fetching.errors import Unfetchable

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_address(path: str) -> bool:
    """Whether an operator means something on the web, not a file of this machine."""
    return _SCHEME.match(path) is not None


def checked(address: str) -> httpx.URL:
    """The address, if it is one of HTTP. Raises `Unfetchable`."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise Unfetchable(address=address, reason="it is no address of the web") from error
    if url.scheme not in ("http", "https") or not url.host:
        reason = "only http and https are spoken here; most publishers offer the same tree so"
        raise Unfetchable(address=shown(url) if url.host else address, reason=reason)
    return url


def shown(url: httpx.URL) -> str:
    """The address without what may be secret in it: passwords, signatures."""
    return str(url.copy_with(userinfo=b"", query=None, fragment=None))


def beside(url: httpx.URL, name: str) -> httpx.URL:
    """The address of another file in the same folder, asked for with the same query."""
    folder = url.path.rpartition("/")[0]
    return url.copy_with(path=f"{folder}/{name}", fragment=None)


def file_name(url: httpx.URL) -> str:
    """The last part of the path."""
    return url.path.rpartition("/")[2]
