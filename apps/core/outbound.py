"""Requests to machines that strangers named: bounded in time and size, and never to our own."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import httpcore

from apps.core.connecting import Bounded, ending_after
from apps.core.reachable import Resolve, Unknown, checked, places, resolved

CONNECTING = 5.0  # seconds for one connection
IN_ALL = 15.0  # seconds from the first look at the address to the end of the answer
CONNECTIONS = 100
IDLE = 20.0  # seconds for which a connection is kept for the next request


class Unanswered(Exception):
    """No answer came. The message is the reason in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a machine answered: no more of its body than was asked for."""

    status: int
    start: bytes


class Outbound:
    """Posts to addresses of strangers. The address that it checks is the one that it connects to.

    For many threads; knows neither redirects nor proxies.
    """

    def __init__(
        self, *, allow_private: bool, resolve: Resolve = resolved, in_all: float = IN_ALL
    ) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._in_all = in_all
        self._pool = httpcore.ConnectionPool(
            max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS,
            keepalive_expiry=IDLE, network_backend=Bounded(self.places),
        )  # fmt: skip

    def close(self) -> None:
        """Leave all machines."""
        self._pool.close()

    def places(self, host: str, port: int) -> Sequence[str]:
        """Where a host is, as the machine's resolver says now. Raises `Unreachable`."""
        return places(host, port, self._resolve, allow_private=self._allow_private)

    def check(self, address: str) -> None:
        """Let pass where we would post, and who has no place yet. Raises `Unreachable`."""
        url = checked(address)
        with suppress(Unknown):
            self.places(url.host, url.port or 0)

    def post(
        self, address: str, content: bytes, headers: Mapping[str, str], *, most: int
    ) -> Answered:
        """What the address answers, of its body at most so many bytes.

        Raises `Unreachable` or `Unanswered`.
        """
        url = checked(address)
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        told = {"Host": url.netloc.decode(), "Accept-Encoding": "identity", **headers}
        try:
            with ending_after(self._in_all):
                return self._posted(target, told, content, most)
        except httpcore.ConnectTimeout:
            raise Unanswered("the connection was not taken in time") from None
        except httpcore.TimeoutException:
            raise Unanswered(f"no whole answer came within {self._in_all:g} seconds") from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as failure:
            raise Unanswered(
                f"the connection failed: {str(failure) or type(failure).__name__}"
            ) from None

    def _posted(
        self, target: httpcore.URL, headers: Mapping[str, str], content: bytes, most: int
    ) -> Answered:
        patience = {"connect": CONNECTING, "pool": self._in_all}
        with self._pool.stream(
            "POST",
            target,
            headers=list(headers.items()),
            content=content,
            extensions={"timeout": patience},
        ) as response:
            start = b""
            for part in response.iter_stream():
                start += part[:most]
                if len(start) >= most:
                    break
        return Answered(status=response.status, start=start[:most])
