"""A database for each test process: cloned, whenever one is spoilt, from a migrated template."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from apps.core.kept import KeptHead
from apps.core.services import OWNER

PREFIX = "bdp_test"
RUN = "BDP_TEST_RUN"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# What a test writes it rolls back. The daemon that counts rows sees none of them, says so in the
# middle of a test, and the planner then reads thousands of rows as if they were one.
UNTENDED = """
    DO $$
    DECLARE name regclass;
    BEGIN
        FOR name IN SELECT oid FROM pg_class
                     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
            EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false)', name);
        END LOOP;
    END $$
"""

_in_use: list[str] = []


def is_in_use() -> bool:
    """Whether a test of this process asked for a database."""
    return bool(_in_use)


def use_own_database() -> str:
    """Point every connection of this process at its own clone, and return the clone's name."""
    with _one_at_a_time():
        _drop_what_dead_runs_left()
        if _template() not in _databases():
            _make_template()
    name = f"{PREFIX}_{_run()}_{WORKER}"
    clone(name)
    _point_at(name)
    _in_use.append(name)
    return name


def clone(name: str) -> None:
    """Make the database `name` as new, whatever it was."""
    connections.close_all()
    _drop(name)
    _owner("CREATE DATABASE {} TEMPLATE {}", name, _template())


def drop_own_databases() -> None:
    """Leave nothing behind of this run."""
    connections.close_all()
    for name in _databases():
        if name.startswith(f"{PREFIX}_{_run()}_"):
            _drop(name)


def _run() -> str:
    return os.environ.setdefault(RUN, str(os.getpid()))


def _template() -> str:
    return f"{PREFIX}_{_run()}_template"


def _make_template() -> None:
    draft = f"{_template()}_draft"
    _owner("CREATE DATABASE {}", draft)
    _point_at(draft)
    call_command("migrate", verbosity=0)
    with connections[OWNER].cursor() as cursor:
        cursor.execute(UNTENDED)
    connections.close_all()
    _owner("ALTER DATABASE {} RENAME TO {}", draft, _template())


def _point_at(name: str) -> None:
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name


def _databases() -> list[str]:
    query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
    with _maintenance() as connection:
        return [row[0] for row in connection.execute(query, [f"{PREFIX}%"]).fetchall()]


def _drop_what_dead_runs_left() -> None:
    for name in _databases():
        pid = name.removeprefix(f"{PREFIX}_").split("_")[0]
        if not Path(f"/proc/{pid}").exists():
            _drop(name)


def _drop(name: str) -> None:
    """Drop a database whose last connections may still be on their way out.

    With it goes what was signed of its trail: the next of that name begins anew.
    """
    KeptHead(settings.BDP_HOME, name).keep(None)
    for _ in range(50):
        try:
            return _owner("DROP DATABASE IF EXISTS {}", name)
        except psycopg.errors.ObjectInUse:
            time.sleep(0.05)
    return _owner("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _owner(statement: str, *names: str) -> None:
    with _maintenance() as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _maintenance() -> "psycopg.Connection[tuple[str, ...]]":
    parameters = connections[OWNER].get_connection_params()
    whom = ("user", "password", "host", "port", "passfile")
    server = {key: parameters[key] for key in whom if key in parameters}
    return psycopg.connect(dbname="postgres", autocommit=True, **server)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    settings.BDP_HOME.mkdir(parents=True, exist_ok=True)
    with (settings.BDP_HOME / "tests.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield
