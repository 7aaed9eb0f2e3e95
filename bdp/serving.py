"""The web server: gunicorn, started and stopped from `manage.py`."""

import os
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

THREADS = 8


class WebServer(BaseApplication):
    """Serves the registry on 127.0.0.1 until it is told to end."""

    def __init__(self, *, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
        self._settings = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "graceful_timeout": 10,
            "timeout": 60,
            "keepalive": 5,
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


def default_workers() -> int:
    """As many processes as there are processors, and at least two."""
    return max(2, os.cpu_count() or 2)
