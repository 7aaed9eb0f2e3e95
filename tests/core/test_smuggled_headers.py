"""What a client smuggles past a real server changes neither its address nor the scheme."""

import socket
from urllib.parse import urlsplit

import pytest

from apps.accounts.commands import create_user
from apps.audit.models import AuditOrigin
from apps.core.actor import Actor
from tests.limiting.serving import servers

GUESS = b"username=ada&password=wrong"

SMUGGLED = (
    b"X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 7.7.7.7, 203.0.113.5\r\n",
    b"X_Forwarded_For: 6.6.6.6\r\nX-Forwarded-For: 203.0.113.5\r\n",
    b"x-forwarded-for: 6.6.6.6,[::1],203.0.113.5:4711\r\nForwarded: for=6.6.6.6\r\n",
    b"X-Forwarded-For: 203.0.113.5\r\nX-Real-IP: 6.6.6.6\r\nREMOTE_ADDR: 6.6.6.6\r\n",
)


@pytest.mark.parametrize("trusted", ["", "127.0.0.1"], ids=["nobody", "a proxy"])
def test_the_trail_keeps_the_peer_or_what_a_trusted_proxy_saw(
    committed: None, operator: Actor, trusted: str
) -> None:
    create_user(actor=operator, username="ada", password="correct horse 17")
    with servers(1, TRUSTED_PROXIES=trusted) as (address,):
        for headers in SMUGGLED:
            assert _guess(address, headers).startswith(b"HTTP/1.1 "), headers
    kept = set(AuditOrigin.objects.values_list("ip_address", flat=True))
    assert kept == {"203.0.113.5" if trusted else "127.0.0.1"}


def _guess(address: str, headers: bytes) -> bytes:
    """A wrong password, as raw bytes: no client library would send such headers."""
    place = urlsplit(address)
    page = _exchange(place.port or 0, b"GET /projects/sign-in HTTP/1.1\r\n" + _HOST + b"\r\n")
    cookie = page.partition(b"csrftoken=")[2].partition(b";")[0]
    body = GUESS + b"&csrfmiddlewaretoken=" + cookie
    return _exchange(
        place.port or 0,
        b"POST /projects/sign-in HTTP/1.1\r\n" + _HOST + headers
        + b"Cookie: csrftoken=" + cookie + b"\r\n"
        + b"Content-Type: application/x-www-form-urlencoded\r\n"
        + f"Content-Length: {len(body)}\r\n\r\n".encode() + body,
    )  # fmt: skip


_HOST = b"Host: localhost\r\nConnection: close\r\n"


def _exchange(port: int, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(sent)
        return b"".join(iter(lambda: line.recv(65_536), b""))
