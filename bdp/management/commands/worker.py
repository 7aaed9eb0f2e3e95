"""The worker, as a long-running command."""

from typing import Any

from django.core.management.base import CommandParser

from apps.core.operators import PlainSpoken
from bdp.serving import worker_count
from bdp.working import end_with_standard_input, work

CONCURRENCY = 8


class Command(PlainSpoken):
    help = "Deliver events and run jobs until Ctrl-C, on as many machines as you like."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much at once."""
        parser.add_argument(
            "--concurrency", type=worker_count, default=CONCURRENCY,
            help="so many deliveries and so many jobs at once",
        )  # fmt: skip
        parser.add_argument("--attended", action="store_true", help="end when standard input ends")

    def handle(self, *args: Any, concurrency: int, attended: bool, **options: Any) -> None:
        """Say when it works, and go on until told to end."""
        if attended:
            end_with_standard_input()
        work(
            concurrency=concurrency,
            ready=lambda: self._say("Working."),
            waiting=lambda: self._say(
                "Waiting for the registry's tables: run `python manage.py migrate`."
            ),
        )

    def _say(self, what: str) -> None:
        self.stdout.write(what)
        self.stdout.flush()
