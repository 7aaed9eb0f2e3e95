"""Where a request came from: what proxies tell is believed of those alone that are trusted."""

from collections.abc import Iterator
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from apps.core.services import services

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

FORWARDED_FOR, FORWARDED_PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"


def networks(listed: list[str]) -> tuple[Network, ...]:
    """Addresses and networks as an operator writes them. Raises `ImproperlyConfigured`."""
    try:
        return tuple(ip_network(text, strict=False) for text in listed)
    except ValueError as error:
        told = "TRUSTED_PROXIES takes addresses and networks, such as 10.0.0.0/8"
        raise ImproperlyConfigured(f"{told}: {error}.") from None


def client_address(request: HttpRequest) -> str | None:
    """The address of whoever asks, or None where the server knows none.

    `X-Forwarded-For` is read from its right end, where the nearest proxy wrote, for as long as
    who wrote is trusted; what is no address there ends it, and what is left of it is hearsay.
    """
    found = _address(request.META.get("REMOTE_ADDR", ""))
    for told in _told_by_proxies(request):
        if found is None or not is_trusted(found):
            break
        if (before := _address(told)) is None:
            break
        found = before
    return str(found) if found else None


def client_place(request: HttpRequest) -> str | None:
    """The address that who asks is counted by: of IPv6 that of the network one household has."""
    address = client_address(request)
    return _household(address) if address and ":" in address else address


def comes_from_a_proxy(request: HttpRequest) -> bool:
    """Whether the peer that speaks to us is one of the proxies that are trusted."""
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    return peer is not None and is_trusted(peer)


def is_trusted(address: Address) -> bool:
    """Whether what this address tells of others is believed."""
    return any(address in network for network in services.trusted_proxies)


def _told_by_proxies(request: HttpRequest) -> Iterator[str]:
    """What stands in all `X-Forwarded-For`, the last first; servers join them with commas."""
    header = request.META.get(FORWARDED_FOR, "")
    return reversed(header.split(",")) if header else iter(())


@lru_cache(4096)
def _household(address: str) -> str:
    return str(IPv6Network((address, 64), strict=False).network_address)


@lru_cache(4096)
def _address(text: str) -> Address | None:
    """An address, with or without a port: `192.0.2.1:80`, `[2001:db8::1]:80`, `2001:db8::1`."""
    text = text.strip()
    if text.startswith("["):
        text, closed, port = text[1:].partition("]")
        text = text if closed and _is_port(port) else ""
    elif text.count(":") == 1:
        text, _, port = text.partition(":")
        text = text if _is_port(f":{port}") else ""
    try:
        found = ip_address(text.partition("%")[0])  # no table has room for the zone behind it
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _is_port(text: str) -> bool:
    return text == "" or (text.startswith(":") and text[1:].isdecimal() and text.isascii())
