"""Which addresses of the web a stranger may send the registry to: those that are everybody's."""

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeAlias

import httpx

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]

PORTS = (80, 443)  # below 1024; what else listens there speaks no HTTP
FIRST_FREE_PORT, LAST_PORT = 1024, 65_535
NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the address behind it
HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)


class Unreachable(Exception):
    """Nobody is sent there. The message is the reason, and goes on after “because”."""


class Unknown(Unreachable):
    """Nobody is called so, at least now."""


def checked(address: str) -> httpx.URL:
    """The address in its parts, if its form is one to send to. Raises `Unreachable`."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError):
        raise Unreachable("it is no address of the web") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise Unreachable("only http and https addresses are sent to")
    if url.userinfo:
        raise Unreachable("it holds a user or a password; signatures say who sends")
    if not HOST.fullmatch(url.raw_host.decode()):
        raise Unreachable(f"“{url.host}” is no name of a host")
    if _port(url) not in PORTS and not FIRST_FREE_PORT <= _port(url) <= LAST_PORT:
        raise Unreachable(f"port {_port(url)} is none of HTTP: use 80, 443, or 1024 to 65535")
    if _is_oddly_spelled(url.host):
        raise Unreachable(f"“{url.host}” is a number: write four, with dots between them")
    return url


def places(host: str, port: int, resolve: Resolve, *, allow_private: bool) -> Sequence[str]:
    """The IP addresses behind a host, all of them public or else allowed. Raises `Unreachable`."""
    found = resolve(host, port)
    for place in found:
        if not allow_private and (kind := why_not(place)):
            meant = f"“{host}”" if host == place else f"“{host}” is {place}, which"
            raise Unreachable(f"{meant} is {kind}, and nobody is sent there from here")
    return found


def resolved(host: str, port: int) -> list[str]:
    """What the machine's own resolver says of a host. Raises `Unknown`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unknown(f"there is no host “{host}”") from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def why_not(place: str) -> str | None:
    """Which kind of address an IP address is, if it is not everybody's."""
    address = _innermost(ip_address(place.partition("%")[0]))
    kinds = {
        "an unspecified": address.is_unspecified,
        "a loopback": address.is_loopback,
        "a link-local": address.is_link_local,
        "a multicast": address.is_multicast,
        "a private": address.is_private or getattr(address, "is_site_local", False),
        "a reserved": address.is_reserved or not address.is_global,
    }
    return next((f"{kind} address" for kind, so in kinds.items() if so), None)


def _innermost(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (0, address))[1]


def _port(url: httpx.URL) -> int:
    standard = 443 if url.scheme == "https" else 80
    return standard if url.port is None else url.port


def _is_oddly_spelled(host: str) -> bool:
    """Whether resolvers read a number into it that people do not: `2130706433`, `0177.0.0.1`."""
    last = host.rstrip(".").rpartition(".")[2]
    if ":" in host or not NUMBER.fullmatch(last):
        return False
    try:
        return str(IPv4Address(host)) != host
    except ValueError:
        return True
