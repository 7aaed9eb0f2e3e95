"""Whose address the trail keeps: nobody's word is taken for it but a trusted proxy's."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from apps.core.addresses import client_address, networks
from apps.core.middleware import believe_proxies_alone

PROXIES = networks(["10.0.0.0/8", "192.0.2.7", "2001:db8:ffff::/48"])


def _request(peer: str, forwarded: str | None = None, **meta: str) -> HttpRequest:
    request = HttpRequest()
    told = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request.META |= {"REMOTE_ADDR": peer, **told, **meta}
    return request


@pytest.fixture(autouse=True)
def behind_proxies(settings: Any) -> None:
    settings.TRUSTED_PROXIES = PROXIES


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.5", None, "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("10.1.2.3", None, "10.1.2.3"),
        ("10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "6.6.6.6,198.51.100.1, 10.9.9.9 ,192.0.2.7", "198.51.100.1"),
        ("10.1.2.3", "6.6.6.6,10.9.9.9,198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "10.9.9.9, 192.0.2.7", "10.9.9.9"),
        ("10.1.2.3", "198.51.100.1:4711", "198.51.100.1"),
        ("10.1.2.3", "[2001:db8::1]:4711", "2001:db8::1"),
        ("10.1.2.3", "[2001:db8::1]", "2001:db8::1"),
        ("10.1.2.3", "2001:DB8:0::1", "2001:db8::1"),
        ("10.1.2.3", "::ffff:198.51.100.1", "198.51.100.1"),
        ("::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("2001:db8:ffff::9", "2001:db8::1", "2001:db8::1"),
        ("fe80::1%eth0", None, "fe80::1"),
        ("", "198.51.100.1", None),
        ("unix", "198.51.100.1", None),
    ],
)  # fmt: skip
def test_an_address_is_the_first_from_the_right_that_no_trusted_proxy_has(
    peer: str, forwarded: str | None, client: str | None
) -> None:
    assert client_address(_request(peer, forwarded)) == client


@pytest.mark.parametrize(
    "garbage",
    [
        "", " ", ",", "unknown", "_hidden", "198.51.100.1:", "198.51.100.1:x", "198.51.100.1:٣",
        "198.51.100", "198.51.100.1/32", "1", "[2001:db8::1", "[2001:db8::1]x", "[]", "[]:80",
        "2001:db8::1]:80", "'; DROP TABLE audit--", "\r\n198.51.100.1\r\nX: y", "١٢٧.0.0.1",
        "0x7f.1", "for=198.51.100.1", "a" * 9000, "198.51.100.1 198.51.100.2",
    ],
)  # fmt: skip
def test_what_is_no_address_ends_what_is_believed(garbage: str) -> None:
    assert client_address(_request("10.1.2.3", f"6.6.6.6,{garbage},10.9.9.9")) == "10.9.9.9"
    assert client_address(_request("203.0.113.5", garbage)) == "203.0.113.5"


@given(st.text(max_size=60), st.sampled_from(["198.51.100.1", "2001:db8::1"]))
def test_whatever_a_client_writes_its_address_is_what_the_proxy_saw(
    written: str, seen: str
) -> None:
    with override_settings(TRUSTED_PROXIES=PROXIES):
        assert client_address(_request("10.1.2.3", f"{written},{seen}")) == seen
        assert client_address(_request(seen, written)) == seen


def test_other_headers_with_such_a_name_are_nobodys_address() -> None:
    told = dict.fromkeys(
        ("HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP", "X_FORWARDED_FOR"), "6.6.6.6"
    )
    assert client_address(_request("10.1.2.3", "198.51.100.1", **told)) == "198.51.100.1"
    assert client_address(_request("10.1.2.3", **told)) == "10.1.2.3"


def test_nobody_is_trusted_who_is_not_named(settings: Any) -> None:
    settings.TRUSTED_PROXIES = ()
    assert client_address(_request("127.0.0.1", "6.6.6.6")) == "127.0.0.1"


@pytest.mark.parametrize("listed", ["*", "proxy.example", "10.0.0.0/33", "10.0.0.1:80", ""])
def test_what_is_no_network_is_refused_as_the_registry_starts(listed: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"TRUSTED_PROXIES takes .* 10\.0\.0\.0/8"):
        networks([listed])


@pytest.mark.parametrize(
    ("peer", "told", "secure"),
    [
        ("10.1.2.3", "https", True),
        ("10.1.2.3", "http", False),
        ("10.1.2.3", "https,http", False),  # the client's own word, and then the proxy's
        ("10.1.2.3", "http, https", True),
        ("203.0.113.5", "https", False),
        ("", "https", False),
    ],
)
def test_only_a_trusted_proxy_tells_that_a_request_came_by_https(
    settings: Any, peer: str, told: str, secure: bool
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.is_secure())
        return HttpResponse()

    request = _request(peer, HTTP_X_FORWARDED_PROTO=told)
    request.environ = request.META  # type: ignore[attr-defined]
    believe_proxies_alone(view)(request)
    assert seen == [secure]
