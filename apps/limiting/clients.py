"""Who asks: a token, else somebody who signed in, else an address."""

from functools import lru_cache
from hashlib import blake2b
from http import HTTPStatus
from ipaddress import IPv6Network
from typing import Any, TypeAlias

from django.http import HttpRequest, HttpResponse

from apps.core.actor import Grant
from apps.core.addresses import client_address
from apps.core.services import services

Client: TypeAlias = tuple[str, str]  # which kind of client, and which one

MOST_KNOWN = 10_000
NOT_ASKED = object()
STRANGER = "anonymous"


class Clients:
    """Whose credentials were good when they were last looked at; before that they are nobody's.

    Looking at credentials takes the database. So a request is first put down to whom its
    credentials were the last time, and after it was answered to whom they turned out to be.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, Client] = {}

    def presumed(self, request: HttpRequest) -> Client:
        """Who seems to ask."""
        credentials = _credentials(request)
        known = self._known.get(_digest(credentials)) if credentials else None
        return known or _stranger(request)

    def found(self, request: HttpRequest, response: HttpResponse, presumed: Client) -> Client:
        """Who asked, as the answer showed; who was presumed, where it did not matter to it."""
        refused = response.status_code == HTTPStatus.UNAUTHORIZED
        found = None if refused else _answered(request, presumed)
        if found is None:
            found = presumed if presumed[0] == STRANGER else _stranger(request)
        if found != presumed:
            self._remember(_credentials(request), found)
        return found

    def are_unknown(self, request: HttpRequest, presumed: Client) -> bool:
        """Whether there are credentials that may show that it is somebody else who asks."""
        return presumed[0] == STRANGER and _credentials(request) is not None

    def _remember(self, credentials: str | None, found: Client) -> None:
        if credentials is None:
            return
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[_digest(credentials)] = found
        if found[0] == STRANGER:
            del self._known[_digest(credentials)]


def _answered(request: HttpRequest, presumed: Client) -> Client | None:
    grant = getattr(request, "auth", NOT_ASKED)
    if isinstance(grant, Grant):
        return "token", str(grant.token_id)
    user: Any = getattr(request, "_cached_user", None)
    if user is not None and user.is_authenticated:
        return "user", str(user.pk)
    return presumed if grant is NOT_ASKED and user is None else None


def _stranger(request: HttpRequest) -> Client:
    return STRANGER, _place(client_address(request) or "")


@lru_cache(4096)
def _place(address: str) -> str:
    """An address, or of IPv6 the network that one household has."""
    return str(IPv6Network((address, 64), strict=False)) if ":" in address else address


def _credentials(request: HttpRequest) -> str | None:
    return request.META.get("HTTP_AUTHORIZATION") or request.COOKIES.get(services.session_cookie)


def _digest(credentials: str) -> bytes:
    return blake2b(credentials.encode(errors="replace"), digest_size=16).digest()
