"""A worker outlives a restart of PostgreSQL, and goes on where it was."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from bdp.postgres import EmbeddedPostgres
from tests.events import counting
from tests.events.dispatching import comes_true
from tests.events.racing import INSERT

PART = 200  # events before the restart, and after it


@pytest.fixture
def home() -> Iterator[Path]:
    """A registry of its own, whose server nobody else needs."""
    with TemporaryDirectory(prefix="bdp-home-") as directory:
        home = Path(directory)
        home.chmod(0o755)  # PostgreSQL's own account must reach it
        server = EmbeddedPostgres(home)
        server.start()
        try:
            yield home
        finally:
            server.stop()


def test_a_worker_outlives_a_restart_of_postgresql(home: Path) -> None:
    server = EmbeddedPostgres(home)
    with _begun(home, "manage.py", "migrate") as migrating:
        assert migrating.wait(120) == 0
    with _connected(server, "bdp_owner") as owner:
        owner.execute(counting.TABLE)
    working = _begun(home, "-m", "tests.events.counting")
    try:
        assert working.stdout
        assert working.stdout.readline() == b"Working.\n"
        _happen(server)
        assert comes_true(lambda: _heard(server)[0] > PART / 10, seconds=20)
        server.stop()
        time.sleep(1.5)
        assert working.poll() is None, "it waits for the database"
        server.start()
        _happen(server)
        assert comes_true(lambda: _heard(server)[0] == 2 * PART, seconds=60)
        assert _heard(server) == (2 * PART, 1, 0)
        working.terminate()
        assert working.wait(30) == 0
    finally:
        counting.end(working)


def _begun(home: Path, *command: str) -> "subprocess.Popen[bytes]":
    addresses = ("DATABASE_URL", "DATABASE_OWNER_URL", "REPLICA_URL")
    inherited = {name: value for name, value in os.environ.items() if name not in addresses}
    return subprocess.Popen(
        [sys.executable, *command], cwd=counting.ROOT, env={**inherited, "BDP_HOME": str(home)},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _connected(server: EmbeddedPostgres, role: str) -> "psycopg.Connection[tuple[int, int, int]]":
    parameters = server.parameters(role)  # type: ignore[arg-type]
    return psycopg.connect(**parameters)  # type: ignore[arg-type]


def _happen(server: EmbeddedPostgres) -> None:
    from apps.core.ids import uuid7

    with _connected(server, "bdp_app") as connection:
        for number in range(PART):
            connection.execute(INSERT, [uuid7(), f"sources/{number % 20}"])


def _heard(server: EmbeddedPostgres) -> tuple[int, int, int]:
    with _connected(server, "bdp_app") as connection:
        found = connection.execute(counting.HEARD).fetchone()
    assert found
    return found
