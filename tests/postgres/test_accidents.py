"""What the server survives, and what it refuses in a sentence."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from bdp.postgres import EmbeddedPostgres, PostgresUnavailable
from bdp.postgres.account import Account
from tests.postgres.conftest import Spawn, until

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


def count(server: EmbeddedPostgres) -> int:
    with psycopg.connect(server.url("bdp_owner")) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        owner.execute("INSERT INTO kept VALUES (1)")
        (rows,) = owner.execute("SELECT count(*) FROM kept").fetchone() or (0,)
        return int(rows)


@contextmanager
def long_statement(server: EmbeddedPostgres) -> Iterator[None]:
    """A backend too busy to notice that its server was killed."""
    with psycopg.connect(server.url("bdp_owner")) as busy:
        backend = busy.info.backend_pid
        busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 1000000000000)")
        until(lambda: b"SELECT" in command_line(backend))
        yield
        assert command_line(backend) == b""
        busy.close()


def command_line(pid: int) -> bytes:
    """Empty once the process is dead, even where nobody has taken notice of that yet."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def kill(server: EmbeddedPostgres) -> None:
    pid = server.status().pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    until(lambda: command_line(pid) == b"")


class TestKilledServer:
    def test_starts_again_at_once_with_what_was_committed(self, server: EmbeddedPostgres) -> None:
        server.start()
        for committed in range(1, 4):
            assert count(server) == committed
            kill(server)
            server.start()

    def test_starts_again_while_a_long_statement_goes_on(self, server: EmbeddedPostgres) -> None:
        server.start()
        assert count(server) == 1
        with long_statement(server):
            kill(server)
            began = time.monotonic()
            server.start()
            assert time.monotonic() - began < 5
        assert count(server) == 2

    def test_is_stopped_by_clearing_away_what_it_left(self, server: EmbeddedPostgres) -> None:
        server.start()
        with long_statement(server):
            kill(server)
            server.stop()
            assert not server.status().running


class TestKilledStarter:
    def test_half_a_cluster_is_made_anew(self, home: Path, spawn: Spawn) -> None:
        server, room = EmbeddedPostgres(home), home / "postgres"
        starter = spawn("server.start()")
        until((room / "cluster.new" / "data" / "PG_VERSION").exists)
        starter.kill()
        starter.wait()
        assert not (room / "cluster").exists()

        server.start()

        assert count(server) == 1
        assert not (room / "cluster.new").exists()

    def test_a_whole_cluster_without_passwords_gets_new_ones(
        self, server: EmbeddedPostgres
    ) -> None:
        server.start()
        assert count(server) == 1
        server.stop()
        before = Path(server.parameters("bdp_app")["passfile"])
        old = before.read_text()
        before.unlink()

        server.start()

        assert before.read_text() != old
        assert count(server) == 2


class TestLeftovers:
    def test_a_pid_that_is_somebody_elses_by_now(
        self, server: EmbeddedPostgres, home: Path
    ) -> None:
        server.start()
        sockets = server.status().socket_directory
        lines = (home / "postgres/cluster/data/postmaster.pid").read_text().splitlines()
        server.stop()
        account = Account.owning(home / "postgres" / "cluster")
        with subprocess.Popen(["/bin/sleep", "60"], user=account.uid) as bystander:
            lines[0] = str(bystander.pid)
            (home / "postgres/cluster/data/postmaster.pid").write_text("\n".join(lines) + "\n")
            sockets.mkdir()
            (sockets / ".s.PGSQL.5432.lock").write_text("\n".join(lines[:5]) + "\n")
            assert not server.status().running
            server.start()
            assert bystander.poll() is None
            bystander.kill()
        assert count(server) == 1

    def test_a_socket_that_was_cleaned_away(self, server: EmbeddedPostgres) -> None:
        server.start()
        shutil.rmtree(server.status().socket_directory)
        with pytest.raises(PostgresUnavailable, match="database stop"):
            server.start()
        server.stop()
        server.start()
        assert count(server) == 1

    def test_the_server_of_a_home_that_was_deleted_makes_way(
        self, server: EmbeddedPostgres, home: Path
    ) -> None:
        server.start()
        assert count(server) == 1
        old = server.status().pid
        shutil.rmtree(home / "postgres")

        server.start()

        assert count(server) == 1
        assert (
            not Path(f"/proc/{old}/cmdline").exists()
            or not Path(f"/proc/{old}/cmdline").read_bytes()
        )

    def test_a_server_in_another_container_is_left_alone(
        self, server: EmbeddedPostgres, home: Path, spawn: Spawn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server.start()
        pid = server.status().pid
        # There, it bears a pid that means nothing here, and its socket is not to be seen.
        monkeypatch.setattr("bdp.postgres.processes._command_line", lambda _pid: b"")
        monkeypatch.setattr("bdp.postgres.server._PATIENCE", {})
        monkeypatch.setattr("bdp.postgres.server._LONG_PATIENCE", 0.1)
        with pytest.raises(PostgresUnavailable, match="container"):
            server.start()
        monkeypatch.undo()
        assert server.status().pid == pid


class TestRefusals:
    def test_of_a_cluster_of_another_major_version(
        self, server: EmbeddedPostgres, home: Path
    ) -> None:
        version = home / "postgres" / "cluster" / "data" / "PG_VERSION"
        version.write_text("15\n")
        with pytest.raises(PostgresUnavailable, match=r"made by PostgreSQL 15 and this is 18"):
            server.start()

    @as_root
    def test_of_a_socket_directory_that_somebody_else_made(self, server: EmbeddedPostgres) -> None:
        sockets = server.status().socket_directory
        sockets.mkdir()
        os.chown(sockets, 54321, 54321)
        try:
            with pytest.raises(PostgresUnavailable, match="belongs to the account 54321"):
                server.start()
        finally:
            sockets.rmdir()

    def test_of_a_socket_directory_that_leads_elsewhere(
        self, server: EmbeddedPostgres, tmp_path: Path
    ) -> None:
        sockets = server.status().socket_directory
        sockets.symlink_to(tmp_path)
        try:
            with pytest.raises(PostgresUnavailable, match="not a directory"):
                server.start()
        finally:
            sockets.unlink()

    def test_of_a_configuration_that_does_not_start_in_its_own_words(
        self, server: EmbeddedPostgres, home: Path
    ) -> None:
        with (home / "postgres/cluster/data/postgresql.conf").open("a") as settings:
            settings.write("shared_buffers = '9999TB'\n")
        with pytest.raises(PostgresUnavailable, match=r"contains errors \(see .*start\.log"):
            server.start()

    @as_root
    def test_of_a_cluster_that_was_given_to_root(
        self, server: EmbeddedPostgres, home: Path
    ) -> None:
        os.chown(home / "postgres" / "cluster", 0, 0)
        with pytest.raises(PostgresUnavailable, match="chown"):
            server.start()

    def test_of_a_home_that_is_a_file(self, home: Path) -> None:
        (home / "file").touch()
        with pytest.raises(PostgresUnavailable, match="out of reach: Not a directory"):
            EmbeddedPostgres(home / "file").start()
