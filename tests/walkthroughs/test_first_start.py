"""A start that goes wrong, or happens twice at once: a sentence to act on, never a traceback."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from bdp.postgres import EmbeddedPostgres
from bdp.secret import secret_key
from tests.walkthroughs.conftest import ROOT, Registry

MISSING = Path("/dev/null/x")
UNUSED = "postgresql://app:se%2Fcret@127.0.0.1:1/bdp"


@pytest.fixture
def fresh() -> Iterator[Registry]:
    """A registry whose home is empty."""
    with TemporaryDirectory(prefix="bdp-home-") as directory:
        Path(directory).chmod(0o755)  # PostgreSQL's own account must reach it
        yield Registry(home=Path(directory), port=8000)
        EmbeddedPostgres(Path(directory)).stop()


def begin(registry: Registry, *arguments: str, **told: str) -> "subprocess.Popen[str]":
    """Start `manage.py` with these variables."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, text=True,
        env={**registry.environment, **told}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def refusal(registry: Registry, *arguments: str, **told: str) -> str:
    """What `manage.py` says, in one sentence, before it exits with status 1."""
    process = begin(registry, *arguments, **told)
    out, err = process.communicate(timeout=180)
    assert (process.returncode, out) == (1, ""), (out, err)
    assert len(err.strip().splitlines()) == 1, err
    return err.strip()


def test_of_three_quickstarts_and_a_migration_at_once_one_does_the_work(fresh: Registry) -> None:
    started = [begin(fresh, "quickstart", "--no-serve", "--json") for _ in range(3)]
    started.append(begin(fresh, "migrate", "--verbosity", "0"))

    said = [process.communicate(timeout=360) for process in started]

    assert [process.returncode for process in started] == [0, 0, 0, 0], said
    server = EmbeddedPostgres(fresh.home)
    server.start()
    with psycopg.connect(server.url("bdp_owner")) as database:
        row = database.execute(
            "SELECT count(*) FILTER (WHERE action = 'create_user'), count(DISTINCT request_id) "
            "FROM audit_auditlog"
        ).fetchone()
    assert row == (1, 1)


@pytest.mark.parametrize("arguments", [("quickstart",), ("check",), ("create_token", "x")])
def test_a_home_that_cannot_be_is_named(fresh: Registry, arguments: tuple[str, ...]) -> None:
    assert "BDP_HOME, which is /dev/null/x" in refusal(fresh, *arguments, BDP_HOME=str(MISSING))


def test_a_home_that_is_closed_is_named(fresh: Registry) -> None:
    fresh.home.chmod(0o500)

    with as_nobody_special(), pytest.raises(ImproperlyConfigured, match=f"which is {fresh.home}"):
        secret_key(fresh.home)


@contextmanager
def as_nobody_special() -> Iterator[None]:
    """Lay down root's rights, to which nothing is closed, for the block."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


def test_production_without_a_secret_is_refused(fresh: Registry) -> None:
    assert "SECRET_KEY" in refusal(fresh, "quickstart", PRODUCTION="true", SECRET_KEY="")


@pytest.mark.parametrize("name", ["DATABASE_URL", "DATABASE_OWNER_URL", "REPLICA_URL"])
@pytest.mark.parametrize(
    "url",
    [
        "foo", "mysql://app:se-cret@host/bdp", "sqlite:////tmp/x", "postgresql://app@host",
        "postgresql://app:se-cret/x@host/bdp", "postgresql://app@host:many/bdp",
    ],
)  # fmt: skip
def test_an_address_that_is_not_postgresqls_is_refused(
    fresh: Registry, name: str, url: str
) -> None:
    said = refusal(fresh, "check", **{"DATABASE_URL": UNUSED, name: url})
    assert said.startswith(f"{name} is no address of a PostgreSQL")
    assert "se-cret" not in said


@pytest.mark.parametrize(
    "arguments", [("migrate",), ("quickstart", "--no-serve"), ("migrate", "--plan")]
)
def test_a_database_that_is_not_there_is_told_by_its_address(
    fresh: Registry, arguments: tuple[str, ...]
) -> None:
    said = refusal(fresh, *arguments, DATABASE_URL=UNUSED)
    assert "port 1 failed: Connection refused" in said
    assert "se/cret" not in said


def test_a_port_that_is_taken_is_told_before_anything_is_made(fresh: Registry) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in ("quickstart", "serve"):
            said = refusal(fresh, command, "--port", port)
            assert f"127.0.0.1:{port}: Address already in use" in said
            assert "--port" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("--port", "99999"), ("--port", "0"), ("--port", "http"), ("--workers", "0"),
        ("--workers", "-1"), ("--workers", "²"),
    ],
    ids="=".join,
)  # fmt: skip
def test_a_number_out_of_range_is_named_with_its_range(
    fresh: Registry, arguments: tuple[str, ...]
) -> None:
    process = begin(fresh, "serve", *arguments, DATABASE_URL=UNUSED)
    said = process.communicate(timeout=180)[1]
    assert process.returncode == 2
    assert "Traceback" not in said
    assert arguments[0] in said.splitlines()[-1]


def test_an_argument_that_is_no_text_is_refused(fresh: Registry) -> None:
    assert "not text" in refusal(fresh, "create_user", os.fsdecode(b"\xff\xfe"))


def test_production_is_not_served_without_its_static_files(fresh: Registry) -> None:
    told = {"PRODUCTION": "true", "SECRET_KEY": "x" * 60, "DATABASE_URL": UNUSED}
    for command in ("serve", "quickstart"):
        assert "run manage.py collectstatic" in refusal(fresh, command, **told)


@pytest.mark.parametrize("command", ["createsuperuser", "changepassword"])
def test_djangos_own_writers_are_refused_in_a_sentence(fresh: Registry, command: str) -> None:
    assert "would leave no trace" in refusal(fresh, command)
