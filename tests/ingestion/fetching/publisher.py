"""A publisher's server on this machine, with the manners that servers have on bad days."""

import ssl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

PIECE = 1 << 16


@dataclass(frozen=True)
class Repeated:
    """So many bytes that nobody should hold them: one block over and over."""

    block: bytes
    times: int

    def __len__(self) -> int:
        return len(self.block) * self.times

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(len(self))
        first = start // len(self.block)
        window = self.block * ((max(stop - 1, start)) // len(self.block) - first + 1)
        return window[start - first * len(self.block) : stop - first * len(self.block)]


@dataclass
class Served:
    """One file, and how it is served."""

    content: "bytes | Repeated" = b""
    etag: str | None = '"one"'
    last_modified: str | None = None
    ranges: bool = True
    most_at_once: int | None = None
    """The longest part that a range brings, whatever was asked."""
    cut_after: int | None = None
    """Bytes of an answer after which the connection is cut,"""
    cuts: int = 1_000_000
    """as often as this."""
    announced: int | None = None
    """The length that the server claims."""
    told_length: bool = True
    """Else the body comes in HTTP's chunks."""
    drip: tuple[int, float] | None = None
    """So many bytes, then so many seconds of nothing."""
    headers: dict[str, str] = field(default_factory=dict)
    first_answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    later: "Served | None" = None
    """What is served from the second request on."""


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    range: str | None
    if_range: str | None
    agent: str | None


class Publisher:
    """Serves `files` by path; tells in `asked` what was asked."""

    def __init__(self, *, secured: ssl.SSLContext | None = None) -> None:
        self.files: dict[str, Served] = {}
        self.asked: list[Asked] = []
        self._server = _Server(("127.0.0.1", 0), _Answering)
        self._server.publisher = self
        if secured:
            self._server.socket = secured.wrap_socket(self._server.socket, server_side=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def serve(self, path: str, content: "bytes | Repeated" = b"", **manners: object) -> str:
        """Put a file there; answers its address."""
        self.files[path] = Served(content, **manners)  # type: ignore[arg-type]
        return f"{self.address}{path}"

    def asked_for(self, path: str) -> list[Asked]:
        """The requests for one file, in their order."""
        return [asked for asked in self.asked if asked.path == path]

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Until the block ends."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


class _Server(ThreadingHTTPServer):
    publisher: Publisher
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves early is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        publisher = self.server.publisher
        headers = self.headers
        publisher.asked.append(
            Asked(self.path, headers["Range"], headers["If-Range"], headers["User-Agent"])
        )
        served = publisher.files.get(self.path)
        if served is None:
            self._answer_without_a_file(404, {})
        elif served.first_answers:
            self._answer_without_a_file(*served.first_answers.pop(0))
        else:
            if served.later:
                publisher.files[self.path] = served.later
            with suppress(ConnectionError):
                self._answer(served)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Nothing is printed."""

    def _answer_without_a_file(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, served: Served) -> None:
        size = len(served.content)
        start = self._start(served)
        if start is not None and start >= size:
            self._answer_without_a_file(416, {"Content-Range": f"bytes */{size}"})
            return
        stop = size if start is None or not served.most_at_once else start + served.most_at_once
        stop = min(stop, size)
        self.send_response(200 if start is None else 206)
        told = {"ETag": served.etag, "Last-Modified": served.last_modified, **served.headers}
        for name, value in told.items():
            if value:
                self.send_header(name, value)
        if start is not None:
            self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{size}")
        if served.told_length:
            length = served.announced if served.announced is not None else stop - (start or 0)
            self.send_header("Content-Length", str(length))
        else:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._write(served, start or 0, stop)

    def _start(self, served: Served) -> int | None:
        asked, condition = self.headers["Range"], self.headers["If-Range"]
        if not asked or not served.ranges:
            return None
        if condition and condition not in (served.etag, served.last_modified):
            return None
        return int(asked.removeprefix("bytes=").removesuffix("-"))

    def _write(self, served: Served, start: int, stop: int) -> None:
        whole = True
        if served.cut_after is not None and served.cuts > 0 and start + served.cut_after < stop:
            stop, whole = start + served.cut_after, False
            served.cuts -= 1
        piece, pause = served.drip or (PIECE, 0.0)
        for at in range(start, stop, piece):
            self._send(served.content[at : min(at + piece, stop)], chunked=not served.told_length)
            time.sleep(pause)
        if whole and not served.told_length:
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = not whole or served.announced is not None

    def _send(self, piece: bytes, *, chunked: bool) -> None:
        framed = b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
        self.wfile.write(framed)
        self.wfile.flush()
