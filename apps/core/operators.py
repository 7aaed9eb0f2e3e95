"""How the registry speaks to its operators: for people, with --json for programs as well."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError

from apps.core.errors import DomainError, ServiceUnavailable
from apps.core.rendering import dumps


class OperatorCommand(BaseCommand):
    """Base of the operators' doors: parse, call one command, print; a refusal is one sentence."""

    run: Callable[..., Any]
    """Do it, and return what `--json` prints: a DTO or a dictionary."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Every door takes --json."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="end with one JSON object"
        )
        return parser

    def handle(self, *args: Any, as_json: bool = False, **options: Any) -> None:
        """Run, and print what came of it; on a refusal say so and exit with status 1."""
        known = {name: options[name] for name in self._own_options(options)}
        try:
            answer = self.run(**known)
        except (OperationalError, InterfaceError):
            self._refuse(ServiceUnavailable(), as_json=as_json)
        except DomainError as refusal:
            self._refuse(refusal, as_json=as_json)
        else:
            if as_json:
                self.stdout.write(dumps(answer).decode())
            else:
                self.tell(answer)

    def tell(self, answer: Any) -> None:
        """Print `answer` for a person."""
        self.stdout.write(str(answer))

    def _refuse(self, refusal: DomainError, *, as_json: bool) -> None:
        if as_json:
            told = {"code": refusal.code, "detail": str(refusal)}
            self.stdout.write(dumps({"error": told}).decode())
        self.stderr.write(str(refusal))
        sys.exit(1)

    def _own_options(self, options: dict[str, Any]) -> set[str]:
        django = {
            "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color",
            "skip_checks",
        }  # fmt: skip
        return set(options) - django
