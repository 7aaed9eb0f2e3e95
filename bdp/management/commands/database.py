"""The embedded PostgreSQL in the hands of its operator."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.backends.postgresql.client import DatabaseClient
from psycopg.conninfo import make_conninfo

from bdp.postgres import EmbeddedPostgres, PostgresUnavailable, Role, Status

Answer = tuple[str, dict[str, Any]]  # for a person, for a program

_ACTIONS = {
    "start": "have PostgreSQL up until `database stop`",
    "stop": "stop PostgreSQL, whoever still uses it",
    "status": "tell whether PostgreSQL runs, and where",
    "url": "print the URL that other programs of this account can connect with",
    "psql": "enter the database; what follows after -- goes to psql",
}


class Command(BaseCommand):
    help = "Start, stop, look at or enter the database that lives under BDP_HOME."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        for action, purpose in _ACTIONS.items():
            one = actions.add_parser(action, help=purpose)
            one.add_argument(
                "--json", action="store_true", dest="as_json", help="end with one JSON object"
            )
            if action in {"url", "psql"}:
                one.add_argument("--owner", action="store_true", help="as who owns the tables")
            if action == "psql":
                one.add_argument("arguments", nargs="*", help="for psql, after --")

    def handle(
        self,
        *args: Any,
        action: str,
        as_json: bool,
        owner: bool = False,
        arguments: list[str] | None = None,
        **options: Any,
    ) -> None:
        try:
            if action == "psql":
                sys.exit(_psql(arguments or [], owner=owner))
            text, values = _given(action, owner=owner) or _embedded(action, owner=owner)
        except PostgresUnavailable as refusal:
            if as_json:
                detail = {"code": "service.unavailable", "detail": str(refusal)}
                self.stdout.write(_object({"error": detail}))
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(text)
        if as_json:
            self.stdout.write(_object(values))


def _embedded(action: str, *, owner: bool) -> Answer:
    server = EmbeddedPostgres(settings.BDP_HOME)
    if action == "url":
        url = server.url(_role(owner=owner))
        return url, {"url": url}
    if action == "start":
        server.start()
    if action == "stop":
        server.stop()
    status = server.status()
    return _told(status), {"embedded": True, **asdict(status)}


def _given(action: str, *, owner: bool) -> Answer | None:
    """Answer for a database that is not ours to start and stop; None where it is."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return None
    if action == "url":
        url = os.environ.get("DATABASE_OWNER_URL") or url if owner else url
        return url, {"url": url}
    given = settings.DATABASES["default"]
    name, host = given["NAME"], given.get("HOST") or given["OPTIONS"].get("host", "localhost")
    text = f"The registry uses DATABASE_URL: database {name} at {host}. Nothing is embedded."
    return text, {"embedded": False, "host": host, "database": name}


def _psql(arguments: list[str], *, owner: bool) -> int:
    """Let psql have the terminal, and pass on how it ended."""
    server = EmbeddedPostgres(settings.BDP_HOME)
    program = str(server.program("psql"))
    if os.environ.get("DATABASE_URL"):
        given = settings.DATABASES["owner" if owner else "default"]
        (_, *where), environment = DatabaseClient.settings_to_cmd_args_env(given, arguments)
        command = [program, *where]
    else:
        server.join()
        parameters = server.parameters(_role(owner=owner))
        command, environment = [program, make_conninfo(**parameters), *arguments], None
    # Ctrl-C is psql's: it ends a query there, and would end us with the server here.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.run(  # noqa: S603 - psql, for whoever may run this command
            command, env={**os.environ, **(environment or {})}, check=False
        ).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def _told(status: Status) -> str:
    if status.data_directory is None:
        return "There is no database yet: `manage.py database start` makes it."
    size = f"{status.size / 1024**2:,.0f} MiB in {status.data_directory}"
    if not status.running:
        return f"PostgreSQL {status.version} is stopped; {size}."
    until = "until `manage.py database stop`" if status.kept else "until its last user ends"
    return (
        f"PostgreSQL {status.version} runs {until}: process {status.pid}, "
        f"socket in {status.socket_directory}; {size}, log in {status.log_directory}."
    )


def _role(*, owner: bool) -> Role:
    return "bdp_owner" if owner else "bdp_app"


def _object(values: dict[str, Any]) -> str:
    return json.dumps(values, default=str, ensure_ascii=False)
