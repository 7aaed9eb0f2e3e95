"""The web server, as a long-running command."""

from typing import Any

from django.core.management.base import CommandParser

from apps.core.operators import PlainSpoken
from bdp.serving import default_workers, port_number, require_servable, serve, worker_count


class Command(PlainSpoken):
    help = "Serve the registry until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=port_number, default=8000)
        parser.add_argument("--workers", type=worker_count, default=default_workers())

    def handle(self, *args: Any, host: str, port: int, workers: int, **options: Any) -> None:
        """Say when the port is open, and go on until told to end."""
        require_servable(host=host, port=port)

        def ready() -> None:
            self.stdout.write(f"Serving on http://{host}:{port}")
            self.stdout.flush()

        serve(host=host, port=port, workers=workers, ready=ready)
