"""Whoever names an address sends us to public machines alone, whatever it resolves to by then."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from apps.core.outbound import Outbound
from apps.core.reachable import Unreachable, why_not
from tests.webhooks.receiving import Receiver, receiver


@contextmanager
def outbound(*, allow_private: bool = False, answers: Sequence[str] = ()) -> Iterator[Outbound]:
    """A client whose resolver says one of `answers` after the other, or what is so."""
    told = iter(answers)

    def resolve(host: str, port: int) -> list[str]:
        return [next(told)]

    more: dict[str, Any] = {"resolve": resolve} if answers else {}
    made = Outbound(allow_private=allow_private, in_all=1.0, **more)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1/", "a loopback address"),
        ("http://127.8.9.1:8080/", "a loopback address"),
        ("http://169.254.169.254/latest/meta-data", "a link-local address"),
        ("http://[fec0::1]/", "a private address"),
        ("http://[::1]/", "a loopback address"),
        ("http://[fe80::1]/", "a link-local address"),
        ("http://[fd00::1]/", "a private address"),
        ("http://[::ffff:10.0.0.1]/", "a private address"),
        ("http://[::ffff:7f00:1]/", "a loopback address"),
        ("http://[64:ff9b::a00:1]/", "a private address"),
        ("http://[2002:7f00:1::]/", "a loopback address"),
        ("http://[::]/", "an unspecified address"),
        ("http://0.0.0.0/", "an unspecified address"),
        ("http://10.1.2.3/", "a private address"),
        ("http://172.16.0.1/", "a private address"),
        ("http://192.168.1.1/", "a private address"),
        ("http://100.64.0.1/", "a reserved address"),
        ("http://224.0.0.1/", "a multicast address"),
        ("http://[ff02::1]/", "a multicast address"),
        ("http://255.255.255.255/", "address"),
        ("http://localhost/", "“localhost” is 127.0.0.1, which is a loopback address"),
        ("http://2130706433/", "is a number"),
        ("http://0177.0.0.1/", "no address"),
        ("http://0x7f.0.0.1/", "is a number"),
        ("http://0x7f000001/", "is a number"),
        ("http://127.1/", "is a number"),
        ("http://127.0.0.1./", "is a number"),
        ("ftp://example.org/", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("http:///nowhere", "only http and https"),
        ("//example.org/", "only http and https"),
        ("http://ada:secret@example.org/", "a user or a password"),
        ("http://example.org:25/", "port 25 is none of HTTP"),
        ("http://example.org:99999/", "port 99999 is none of HTTP"),
        ("http://exa mple.org/", "no name of a host"),
    ],
)
def test_nobody_is_sent_where_not_everybody_may_go(address: str, why: str) -> None:
    with outbound() as client, pytest.raises(Unreachable, match=why):
        client.check(address)
    with outbound() as client, pytest.raises(Unreachable, match=why):
        client.post(address, b"", {}, most=10)


@pytest.mark.parametrize("place", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_what_is_public_is_reached(place: str) -> None:
    assert why_not(place) is None


def test_a_name_that_resolves_to_one_of_ours_is_refused() -> None:
    with outbound(answers=["10.0.0.7"]) as client, pytest.raises(Unreachable, match=r"10\.0\.0\.7"):
        client.check("https://harmless.example/")


def test_a_name_that_nobody_bears_yet_is_taken_but_not_reached() -> None:
    with outbound() as client:
        client.check("https://nobody.invalid/")
        with pytest.raises(Unreachable, match="there is no host"):
            client.post("https://nobody.invalid/", b"", {}, most=10)


def test_a_name_that_is_bound_anew_after_the_check_is_refused() -> None:
    with outbound(answers=["8.8.8.8", "127.0.0.1"]) as client:
        client.check("http://rebinding.example:8080/")
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
            client.post("http://rebinding.example:8080/", b"", {}, most=10)


def test_the_address_that_was_checked_is_the_one_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []
    real = socket.getaddrinfo

    def noted(host: Any, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    with receiver() as there, outbound(allow_private=True, answers=["127.0.0.1"]) as client:
        port = there.url.rpartition(":")[2].partition("/")[0]
        answer = client.post(f"http://named.example:{port}/a?b=c", b"{}", {}, most=10)
    assert answer.status == 204
    assert there.got[0].headers["Host"] == f"named.example:{port}"
    assert "named.example" not in asked, "nobody resolves the name a second time"


def test_one_connection_carries_many_requests() -> None:
    with receiver() as there, outbound(allow_private=True, answers=["127.0.0.1"]) as client:
        for number in range(5):
            client.post(there.url, str(number).encode(), {}, most=10)
    assert _bodies(there) == [b"0", b"1", b"2", b"3", b"4"]


def _bodies(there: Receiver) -> list[bytes]:
    return [told.body for told in there.got]
