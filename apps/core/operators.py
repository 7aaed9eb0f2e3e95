"""How the registry speaks to its operators: for people, with --json for programs as well."""

import getpass
import sys
from collections.abc import Callable
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, OperationalError

from apps.core.db import refusal_behind
from apps.core.errors import (
    DomainError,
    Forbidden,
    InvalidRequest,
    ServiceUnavailable,
    Unavailable,
)
from apps.core.rendering import dumps

REFUSALS = (DomainError, DatabaseError, InterfaceError)
NO_ENTRY = ("28", "3D")  # SQLSTATE classes: no such role or password, no such database


class OutOfReach(Unavailable):
    """For operators alone: a stranger learns neither addresses nor names from it."""

    code = "service.unavailable"
    message = "The registry's database is out of reach: {why}."


class LeavesNoTrace(Forbidden):
    code = "auth.forbidden"
    message = "Django's own `{command}` would leave no trace: use `manage.py {instead}`."


class PlainSpoken(BaseCommand):
    """A command that tells a refusal in one sentence, and exits with status 1."""

    def run_from_argv(self, argv: list[str]) -> None:
        """Run it as the command line asks."""
        try:
            super().run_from_argv(argv)
        except REFUSALS as failure:
            sys.exit(str(_refusal(failure)))


class OperatorCommand(PlainSpoken):
    """Base of the operators' doors: parse, call one command, print; a refusal is one sentence."""

    run: Callable[..., Any]
    """Do it, and return what `--json` prints: a DTO or a dictionary."""

    def run_from_argv(self, argv: list[str]) -> None:
        """Run it as the command line asks; what it may not ask is a refusal as any other."""
        try:
            super().run_from_argv(argv)
        except CommandError as wrong:
            said = str(wrong).removeprefix("Error: ").removesuffix(".")
            refusal = InvalidRequest(detail=f"{said}. See manage.py {argv[1]} --help.")
            self._refuse(refusal, as_json="--json" in argv)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Every door takes --json, and tells wrong arguments in one sentence."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.called_from_command_line = False  # which would print the usage as well
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="end with one JSON object"
        )
        return parser

    def handle(self, *args: Any, as_json: bool = False, **options: Any) -> None:
        """Run, and print what came of it; on a refusal say so and exit with status 1."""
        known = {name: options[name] for name in self._own_options(options)}
        try:
            answer = self.run(**known)
        except REFUSALS as failure:
            self._refuse(_refusal(failure), as_json=as_json)
        else:
            if as_json:
                self.stdout.write(dumps(answer).decode())
            else:
                self.tell(answer)

    def tell(self, answer: Any) -> None:
        """Print `answer` for a person."""
        self.stdout.write(str(answer))

    @property
    def bystander(self) -> TextIO:
        """Who watches stderr while long work goes on, written to as it is, line ends and all."""
        out: Any = self.stderr
        return cast("TextIO", out._out)

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


def ask_password() -> str | None:
    """What is typed at a terminal, unseen, or else the next line of standard input, if any is."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _refusal(failure: Exception) -> DomainError:
    """The refusal that `failure` is or means; raises it again if it is a bug."""
    refusal = failure if isinstance(failure, DomainError) else refusal_behind(failure)
    if refusal is None:
        raise failure
    if isinstance(refusal, ServiceUnavailable) and (why := _why_unreachable(failure)):
        return OutOfReach(why=why)
    return refusal


def _why_unreachable(failure: Exception) -> str:
    """What libpq says last of a connection that could not be made; it never tells the password."""
    cause: Any = failure.__cause__
    if not isinstance(failure, OperationalError) or cause is None:
        return ""
    if cause.sqlstate and not cause.sqlstate.startswith(NO_ENTRY):
        return ""
    lines = [" ".join(line.split()) for line in str(cause).splitlines() if line[:1] != "\t"]
    _, server, why = (lines or [""])[-1].rpartition("connection to server ")
    return f"{server}{why}".replace("FATAL: ", "").rstrip(".")
