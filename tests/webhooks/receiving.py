"""A real receiver on this machine, as well or ill behaved as a test wants it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

import orjson

from apps.core.outbound import Outbound
from apps.core.services import services

PATIENCE = 0.6  # seconds
Behaviour: TypeAlias = Callable[["Request"], None]


@dataclass(frozen=True, kw_only=True)
class Told:
    """One request as it came in."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> Any:
        """The CloudEvent in it."""
        return orjson.loads(self.body)


@dataclass
class Receiver:
    """What came in, and how the next is answered: `behaves` by turns, the last for good."""

    url: str = ""
    behaves: list[Behaviour] = field(default_factory=list)
    got: list[Told] = field(default_factory=list)

    @property
    def subjects(self) -> list[str]:
        """What the requests were about, in the order of their coming."""
        return [told.event["subject"] for told in self.got]

    def next(self) -> Behaviour:
        """How to answer now."""
        return self.behaves.pop(0) if len(self.behaves) > 1 else (self.behaves or [well])[0]


class Request(BaseHTTPRequestHandler):
    """One connection to the receiver."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Write it down, and behave."""
        receiver: Receiver = self.server.receiver  # type: ignore[attr-defined]
        promised = int(self.headers["Content-Length"])
        body = self.rfile.read(promised)
        if len(body) < promised:  # who was killed in the middle of it has said nothing
            self.close_connection = True
            return
        receiver.got.append(Told(headers=dict(self.headers.items()), body=body))
        receiver.next()(self)

    def answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def well(request: Request) -> None:
    """Hear."""
    request.answer(204)


def status(code: int, content: bytes = b"", **headers: str) -> Behaviour:
    """Answer so."""
    return lambda request: request.answer(code, content, **headers)


def hang(request: Request) -> None:
    """Say nothing for longer than anybody waits."""
    _until_left(request, lambda: None)


def drip(request: Request) -> None:
    """A byte of the headers now and then, without an end."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    _until_left(request, lambda: request.wfile.write(b"x"))


def drip_the_body(request: Request) -> None:
    """Headers at once, and a byte of the body now and then."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
    _until_left(request, lambda: request.wfile.write(b"x"))


def answer_a_gigabyte(request: Request) -> None:
    """As much as anybody takes."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
    request.close_connection = True
    try:
        for _ in range(1 << 14):
            request.wfile.write(b"x" * (1 << 16))
    except OSError:
        return


def close(request: Request) -> None:
    """Hang up."""
    request.close_connection = True


@contextmanager
def allowed() -> Iterator[None]:
    """Receivers on this machine are posted to, and not waited for as long as others."""
    outbound = Outbound(allow_private=True, in_all=PATIENCE)
    with services.replaced(outbound=outbound):
        yield
    outbound.close()


@contextmanager
def receiver(*behaves: Behaviour) -> Iterator[Receiver]:
    """A receiver that lives as long as the block."""
    made = Receiver(behaves=list(behaves))
    server = _Server(("127.0.0.1", 0), Request)
    server.receiver = made  # type: ignore[attr-defined]
    made.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """A client that left is what tests are about."""


def _until_left(request: Request, step: Callable[[], object]) -> None:
    request.close_connection = True
    ends = time.monotonic() + 30
    try:
        while time.monotonic() < ends:
            step()
            time.sleep(0.05)
    except OSError:
        return
