"""Requests to machines that strangers named: bounded in time and size, and never to our own."""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpcore

from apps.core.reachable import Resolve, Unknown, Unreachable, checked, places, resolved

CONNECTING = 5.0  # seconds for one connection
IN_ALL = 15.0  # seconds from the first look at the address to the end of the answer
CONNECTIONS = 100
IDLE = 20.0  # seconds for which a connection is kept for the next request

_ends: ContextVar[float] = ContextVar("when_the_request_ends")


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
            keepalive_expiry=IDLE, network_backend=_Bounded(self.places),
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
        token = _ends.set(time.monotonic() + self._in_all)
        try:
            return self._posted(target, told, content, most)
        except httpcore.ConnectTimeout:
            raise Unanswered("the connection was not taken in time") from None
        except httpcore.TimeoutException:
            raise Unanswered(f"no whole answer came within {self._in_all:g} seconds") from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as failure:
            raise Unanswered(
                f"the connection failed: {str(failure) or type(failure).__name__}"
            ) from None
        finally:
            _ends.reset(token)

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


class _Bounded(httpcore.NetworkBackend):
    """Connects to the places of a host, one after another, with one end for all of it."""

    def __init__(self, places: Resolve) -> None:
        self._places = places
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None,
        local_address: str | None = None, socket_options: Any = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A connection to the first place that takes one."""
        failure: Exception = Unreachable(f"there is no host “{host}”")
        for place in self._places(host, port):
            try:
                return _Ending(self._plain.connect_tcp(place, port, _left(timeout)))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                failure = failed
        raise failure


class _Ending(httpcore.NetworkStream):
    """A connection on which every step ends with its request."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes."""
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of these."""
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted; the host's name is what its certificate must bear."""
        return _Ending(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)


def _left(timeout: float | None) -> float:
    """How many seconds a step may take."""
    left = _ends.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)
