"""Who asks: the person whose token it is, else somebody who signed in, else an address."""

from collections.abc import Mapping
from hashlib import blake2b
from http import HTTPStatus
from typing import Any, TypeAlias

from django.http import HttpRequest, HttpResponse
from rest_framework.authentication import get_authorization_header

from apps.core.actor import Grant
from apps.core.addresses import client_place
from apps.core.services import services

Client: TypeAlias = tuple[str, str]  # which kind of client, and which one

MOST_KNOWN = 10_000
NOT_ASKED = object()
STRANGER, TOKEN, USER = "anonymous", "token", "user"


class Clients:
    """Whose credentials were good when they were last looked at; before that they are nobody's.

    Looking at credentials takes the database. So a request is first put down to whom its
    credentials were the last time, and after it was answered to whom they turned out to be.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, Client] = {}

    def presumed(self, request: HttpRequest) -> Client:
        """Who seems to ask."""
        told = (self._known.get(sealed) for sealed in _credentials(request).values())
        return next(filter(None, told), None) or _stranger(request)

    def found(self, request: HttpRequest, response: HttpResponse, presumed: Client) -> Client:
        """Who asked, as the answer showed; who was presumed, where it did not matter to it."""
        refused = response.status_code == HTTPStatus.UNAUTHORIZED
        found = None if refused else _answered(request, presumed)
        if found is None:
            found = presumed if presumed[0] == STRANGER else _stranger(request)
        if found != presumed:
            self._remember(_credentials(request), found, presumed)
        return found

    def are_unknown(self, request: HttpRequest, presumed: Client) -> bool:
        """Whether there are credentials that may show that it is somebody else who asks."""
        return presumed[0] == STRANGER and bool(_credentials(request))

    def _remember(self, credentials: Mapping[str, bytes], found: Client, presumed: Client) -> None:
        """Keep what showed who it is, and what did not: many threads do so at once."""
        if sealed := credentials.get(found[0]):
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[sealed] = found
        elif sealed := credentials.get(presumed[0]):
            self._known.pop(sealed, None)


def _answered(request: HttpRequest, presumed: Client) -> Client | None:
    grant = getattr(request, "auth", NOT_ASKED)
    if isinstance(grant, Grant):
        return TOKEN, str(request.user.pk)
    user: Any = getattr(request, "_cached_user", None)
    if user is not None and user.is_authenticated:
        return USER, str(user.pk)
    return presumed if grant is NOT_ASKED and user is None else None


def _stranger(request: HttpRequest) -> Client:
    return STRANGER, client_place(request) or ""


def _credentials(request: Any) -> Mapping[str, bytes]:
    """What may show who asks, by the kind of client that it would be.

    A secret is taken out of its header as the log-in does it: one token is one, however the
    header is spelled.
    """
    scheme, _, secret = get_authorization_header(request).partition(b" ")
    session = request.COOKIES.get(services.session_cookie, "").encode(errors="replace")
    told = {TOKEN: secret.strip() if scheme.lower() == b"bearer" else b"", USER: session}
    return {kind: _sealed(kind, credential) for kind, credential in told.items() if credential}


def _sealed(kind: str, credential: bytes) -> bytes:
    return blake2b(credential, digest_size=16, person=kind.encode()).digest()
