"""Web servers of one process each on one database, as on machines of their own."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.events.counting import start


@contextmanager
def servers(count: int, **told: str) -> Iterator[list[str]]:
    """The addresses of so many servers, which all have this environment."""
    with ExitStack() as stack:
        yield [stack.enter_context(_server(told)) for _ in range(count)]


@contextmanager
def _server(told: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = ("manage.py", "serve", "--workers", "1", "--port", port)
    with start(*command, says=subprocess.DEVNULL, **told) as process:
        assert process.stdout is not None
        said = next((line for line in process.stdout if line.startswith(b"Serving on")), None)
        assert said, f"the server ended with {process.wait()}"
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        process.wait(timeout=120)
