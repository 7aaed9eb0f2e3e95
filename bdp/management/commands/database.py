"""The database of this registry in the hands of its operator."""

import argparse
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from apps.core.errors import ServiceUnavailable
from apps.core.operators import OperatorCommand
from bdp.postgres import EmbeddedPostgres, PostgresUnavailable, Role

_ACTIONS = {
    "start": "have PostgreSQL up until `database stop`",
    "stop": "stop PostgreSQL, whoever still uses it",
    "status": "tell whether PostgreSQL runs, and where",
    "url": "print the URL that other programs of this account can connect with",
    "psql": "enter the database; what follows after -- goes to psql",
}


class NoDatabase(ServiceUnavailable):
    """What the embedded server says of itself, to an operator who can act on it."""

    message = "{sentence}"


class Command(OperatorCommand):
    help = "Start, stop, look at or enter the database that lives under BDP_HOME."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One action, and --json on either side of it."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        for action, purpose in _ACTIONS.items():
            one = actions.add_parser(action, help=purpose)
            one.add_argument(
                "--json", action="store_true", dest="as_json", default=argparse.SUPPRESS
            )
            if action in {"url", "psql"}:
                one.add_argument("--owner", action="store_true", help="as who owns the tables")
            if action == "psql":
                one.add_argument("arguments", nargs="*", help="for psql, after --")

    def run(
        self, *, action: str, owner: bool = False, arguments: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Do it to the embedded server, or say that there is none."""
        act = _given if os.environ.get("DATABASE_URL") else _embedded
        try:
            if action == "psql":
                sys.exit(_psql([*arguments], owner=owner))
            return act(action, owner=owner)
        except PostgresUnavailable as refusal:
            raise NoDatabase(sentence=refusal) from refusal

    def tell(self, answer: dict[str, Any]) -> None:
        """The URL alone, or where the database is and how it does."""
        self.stdout.write(answer.get("url") or _told(answer))


def _embedded(action: str, *, owner: bool) -> dict[str, Any]:
    server = EmbeddedPostgres(settings.BDP_HOME)
    if action == "url":
        return {"url": server.url(_role(owner=owner))}
    if action == "start":
        server.start()
    if action == "stop":
        server.stop()
    status = asdict(server.status())
    places = {name: status[name] and str(status[name]) for name in status if "directory" in name}
    return {"embedded": True, **status, **places}


def _given(action: str, *, owner: bool) -> dict[str, Any]:
    if action == "url":
        url = os.environ["DATABASE_URL"]
        return {"url": os.environ.get("DATABASE_OWNER_URL") or url if owner else url}
    given = settings.DATABASES["default"]
    host = given.get("HOST") or given["OPTIONS"].get("host", "localhost")
    return {"embedded": False, "host": host, "database": given["NAME"]}


def _psql(arguments: list[str], *, owner: bool) -> int:
    """Let psql have the terminal, and pass on how it ended."""
    server, environment = EmbeddedPostgres(settings.BDP_HOME), {**os.environ}
    if os.environ.get("DATABASE_URL"):
        parameters: dict[str, Any] = _readable(_given("url", owner=owner)["url"])
        # Not as an argument, for those are there for everybody to see.
        environment["PGPASSWORD"] = parameters.pop("password", "")
    else:
        server.join()
        parameters = {**server.parameters(_role(owner=owner))}
    command = [str(server.program("psql")), make_conninfo(**parameters), *arguments]
    # Ctrl-C is psql's: it ends a query there, and would end us with the server here.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def _readable(url: str) -> dict[str, Any]:
    try:
        return conninfo_to_dict(url)
    except ProgrammingError:  # whose words would show the password
        raise NoDatabase(
            sentence="psql cannot read DATABASE_URL: it should begin with postgresql://."
        ) from None


def _told(status: dict[str, Any]) -> str:
    if not status["embedded"]:
        place = f"database {status['database']} at {status['host']}"
        return f"The registry uses DATABASE_URL: {place}. Nothing is embedded."
    if status["data_directory"] is None:
        return "There is no database yet: `manage.py database start` makes it."
    size = f"{status['size'] / 1024**2:,.0f} MiB in {status['data_directory']}"
    if not status["running"]:
        return f"PostgreSQL {status['version']} is stopped; {size}."
    until = "until `manage.py database stop`" if status["kept"] else "until its last user ends"
    return (
        f"PostgreSQL {status['version']} runs {until}: process {status['pid']}, socket in "
        f"{status['socket_directory']}; {size}, log in {status['log_directory']}."
    )


def _role(*, owner: bool) -> Role:
    return "bdp_owner" if owner else "bdp_app"
