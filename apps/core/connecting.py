"""Connections whose every step ends with its request, to the places where a host was found."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore

from apps.core.reachable import Resolve, Unreachable

_ends: ContextVar[float] = ContextVar("when_the_request_ends")


@contextmanager
def ending_after(seconds: float) -> Iterator[None]:
    """Let no step of the block's request go on for longer than this, all together."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


class Bounded(httpcore.NetworkBackend):
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
