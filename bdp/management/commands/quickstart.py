"""From a fresh clone to a registry at work, in one command."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser

from apps.accounts.commands import create_user
from apps.accounts.queries import has_user
from apps.core.actor import Actor
from apps.core.operators import OperatorCommand
from apps.core.rendering import plain
from apps.ingestion.catalogue import read_sample
from apps.ingestion.commands import import_catalogue
from apps.ingestion.queries import has_catalogue, has_releases
from apps.ingestion.sample import ingest_sample
from apps.versions.queries import get_statistics
from bdp.serving import port_number, require_servable
from bdp.turns import alone

ADMIN = "admin"
HOST = "127.0.0.1"


class Command(OperatorCommand):
    help = "Bring everything up: database, tables, sample catalogue, administrator, server, worker."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to serve afterwards, and where."""
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, then end")
        parser.add_argument("--port", type=port_number, default=8000)

    def handle(self, *args: Any, as_json: bool = False, **options: Any) -> None:
        """Prepare, then serve."""
        super().handle(*args, as_json=as_json, **options)
        if options["no_serve"]:
            self.stderr.write("Ready. Serve it with: python manage.py serve")
        else:
            with _working():
                call_command("serve", host=HOST, port=options["port"])

    def run(self, *, no_serve: bool, port: int, **_: Any) -> dict[str, Any]:
        """Do what is not done yet, unless it could not be served; a second time changes nothing."""
        if not no_serve:
            require_servable(host=HOST, port=port)
        with alone():
            return _prepare()

    def tell(self, answer: dict[str, Any]) -> None:
        """What there is now, the password at the only time it is known, and the server."""
        held = answer["statistics"]
        self.stdout.write(
            f"The registry holds {held['organizations']:,} organizations, "
            f"{held['sources']:,} sources and {held['published_versions']:,} published versions."
        )
        if answer["password"]:
            told = f"Sign in at /admin/ as {ADMIN} with the password {answer['password']}"
            self.stdout.write(f"{told}\nIt is shown only now.")


@contextmanager
def _working() -> Iterator[None]:
    """A worker beside the block, in a process of its own that ends with this one."""
    command = [sys.executable, sys.argv[0], "worker", "--attended"]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.communicate()  # its standard input ends


def _prepare() -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    actor = Actor.system("quickstart")
    if not has_catalogue():
        import_catalogue(actor=actor, catalogue=read_sample())
    if not has_releases():
        ingest_sample(actor=actor)
    password = None if has_user(ADMIN) else _make_administrator(actor)
    held = plain(get_statistics())
    return {"username": ADMIN, "password": password, "statistics": held}


def _make_administrator(actor: Actor) -> str | None:
    """Add the superuser; the password, if it was made here."""
    given = os.environ.get("BDP_ADMIN_PASSWORD")
    password = given or secrets.token_urlsafe(12)
    create_user(
        actor=actor,
        username=ADMIN,
        password=password,
        is_superuser=True,
        any_password=not settings.PRODUCTION,
    )
    return None if given else password
