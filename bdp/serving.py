"""The web server: gunicorn, started and stopped from `manage.py`."""

import argparse
import os
import socket
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from apps.core.errors import RequestTooLarge, ServiceUnavailable
from apps.core.http import PROBLEM, problem
from apps.core.ids import uuid7
from apps.core.rendering import dumps

# Threads: gunicorn's `sync` workers hang up after every answer, which costs clients that would stay
# two thirds of the reads and half of the writes; and a few slow downloads hold all of them.
THREADS = 8
MOST_PORT = 65_535
MOST_WORKERS = 256
MOST_HEADERS = 100
MOST_OF_A_LINE = 8190  # a query of 5,000 characters is still only a query

TOO_LONG = {
    LimitRequestLine: (414, f"An address has at most {MOST_OF_A_LINE:,} bytes."),
    LimitRequestHeaders: (431, f"A header has at most {MOST_OF_A_LINE:,} bytes."),
}


class CannotListen(ServiceUnavailable):
    message = "Nothing can be served on {host}:{port}: {why}. Choose another place with --port."


class NotCollected(ServiceUnavailable):
    message = "The static files of the pages are not collected: run manage.py collectstatic."


class Worker(ThreadWorker):
    """Answers what is too long to be read as the registry does: with a problem, not with HTML."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Any) -> None:
        """What gunicorn tells a client whose request it cannot read."""
        told = next((told for kind, told in TOO_LONG.items() if isinstance(exc, kind)), None)
        if told is None:
            super().handle_error(req, client, addr, exc)
        else:
            write_nonblock(client, _answer(*told))


class WebServer(BaseApplication):
    """Serves the registry until it is told to end."""

    def __init__(self, *, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
        self._settings = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "worker_class": "bdp.serving.Worker",
            "threads": THREADS,
            "preload_app": True,
            "graceful_timeout": 10,
            "timeout": 60,
            "keepalive": 5,
            "limit_request_line": MOST_OF_A_LINE,
            "limit_request_field_size": MOST_OF_A_LINE,
            "limit_request_fields": MOST_HEADERS,
            "forwarded_allow_ips": "",  # TRUSTED_PROXIES says whom to believe, not gunicorn
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _: ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Take our settings."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application, built before the workers are forked from this process."""
        return get_wsgi_application()


def serve(*, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM. `ready` is called once the port accepts connections."""
    connections.close_all()  # a connection does not survive the fork
    WebServer(host=host, port=port, workers=workers, ready=ready).run()


def require_servable(*, host: str, port: int) -> None:
    """Refuse what would only fail later. Raises `NotCollected` or `CannotListen`."""
    if settings.STATIC_ROOT and not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        raise NotCollected
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "this is no host"
        raise CannotListen(host=host, port=port, why=why) from error


def _answer(status: int, detail: str) -> bytes:
    """The bytes of a refusal that no application saw."""
    body = dumps(problem(status, RequestTooLarge.code, detail))
    lines = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Connection: close",
        f"Content-Type: {PROBLEM}",
        f"Content-Length: {len(body)}",
        f"X-Request-ID: {uuid7()}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body


def port_number(text: str) -> int:
    """A port, as an argument of a command."""
    return _whole_number(text, MOST_PORT)


def worker_count(text: str) -> int:
    """A number of processes, as an argument of a command."""
    return _whole_number(text, MOST_WORKERS)


def _whole_number(text: str, most: int) -> int:
    if text.isdecimal() and 1 <= int(text[:9]) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” is not between 1 and {most}")


def default_workers() -> int:
    """As many processes as there are processors, and at least two."""
    return max(2, os.cpu_count() or 2)
