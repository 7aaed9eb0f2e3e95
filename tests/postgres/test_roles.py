"""Who may do what in the database, and how it is reached."""

import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from bdp.postgres import EmbeddedPostgres, PostgresUnavailable, Role
from tests.postgres.conftest import temporary_home


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    """One server, made from nothing, for all who only ask."""
    with temporary_home() as home:
        server = EmbeddedPostgres(home)
        server.start()
        yield server


@pytest.mark.parametrize("role", ["bdp_app", "bdp_owner"])
def test_both_roles_connect_by_url_and_by_parameters(server: EmbeddedPostgres, role: Role) -> None:
    with psycopg.connect(server.url(role)) as by_url:
        assert by_url.execute("SELECT current_user, current_database()").fetchone() == (role, "bdp")
    with psycopg.connect(**server.parameters(role)) as by_parameters:  # type: ignore[arg-type]
        assert by_parameters.execute("SELECT current_user").fetchone() == (role,)


@pytest.mark.parametrize(
    "forbidden",
    [
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "SELECT rolpassword FROM pg_authid",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SET ROLE bdp_owner",
    ],
)
def test_the_program_may_not(server: EmbeddedPostgres, forbidden: str) -> None:
    with (
        psycopg.connect(server.url("bdp_app"), autocommit=True) as app,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        app.execute(forbidden)


def test_the_program_sees_what_the_owner_grants_and_may_stage_rows(
    server: EmbeddedPostgres,
) -> None:
    with psycopg.connect(server.url("bdp_owner")) as owner:
        owner.execute("CREATE TABLE source (id int)")
        owner.execute("GRANT SELECT ON source TO bdp_app")
    with psycopg.connect(server.url("bdp_app")) as app:
        app.execute("CREATE TEMPORARY TABLE staged AS SELECT * FROM source")
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute("INSERT INTO source VALUES (1)")


def test_nobody_enters_without_the_password(server: EmbeddedPostgres) -> None:
    bare = {k: v for k, v in server.parameters("bdp_owner").items() if k != "passfile"}
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(**bare, passfile="/dev/null")  # type: ignore[arg-type]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**bare, password="guessed")  # type: ignore[arg-type]


def test_passwords_are_for_the_calling_account_alone(server: EmbeddedPostgres) -> None:
    passfile = Path(server.parameters("bdp_app")["passfile"])
    assert stat.S_IMODE(passfile.stat().st_mode) == 0o600
    assert stat.S_IMODE((server.home / "postgres" / "cluster").stat().st_mode) == 0o700


def test_the_server_is_made_as_the_registry_needs_it(server: EmbeddedPostgres) -> None:
    expected = {
        "listen_addresses": "",
        "data_checksums": "on",
        "fsync": "on",
        "server_encoding": "UTF8",
        "TimeZone": "UTC",
        "password_encryption": "scram-sha-256",
        "max_connections": "300",
        "client_connection_check_interval": "1s",
    }
    with psycopg.connect(server.url("bdp_app")) as app:
        found = {name: app.execute(f"SHOW {name}").fetchone() for name in expected}
        locale = app.execute(
            "SELECT datlocprovider, datlocale, pg_get_userbyid(datdba) FROM pg_database "
            "WHERE datname = 'bdp'"
        ).fetchone()
    assert found == {name: (value,) for name, value in expected.items()}
    assert locale == ("b", "C.UTF-8", "bdp_owner")


def test_status_tells_where_everything_is(server: EmbeddedPostgres) -> None:
    status = server.status()
    assert (status.running, status.kept) == (True, True)
    assert status.version.startswith("18.")
    assert status.data_directory
    assert (status.data_directory / "PG_VERSION").exists()
    assert status.log_directory
    assert list(status.log_directory.iterdir())
    assert status.size > 10_000_000
    with psycopg.connect(server.url("bdp_owner")) as owner:
        (data,) = owner.execute("SHOW data_directory").fetchone() or ()
    assert Path(data) == status.data_directory


class TestBeforeTheFirstStart:
    def test_parameters_touch_nothing_and_are_the_same_by_every_way(self, tmp_path: Path) -> None:
        way = tmp_path / "way"
        way.symlink_to(tmp_path / "home")
        (tmp_path / "home").mkdir()

        direct = EmbeddedPostgres(tmp_path / "home").parameters("bdp_app")

        assert EmbeddedPostgres(way).parameters("bdp_app") == direct
        assert list((tmp_path / "home").iterdir()) == []
        assert not Path(direct["host"]).exists()
        assert len(direct["host"]) < 86
        assert direct["require_auth"] == "scram-sha-256"

    def test_url_asks_for_a_start_and_makes_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(PostgresUnavailable, match="database start"):
            EmbeddedPostgres(tmp_path / "home").url("bdp_app")
        assert not (tmp_path / "home").exists()

    def test_status_and_stop_make_nothing(self, tmp_path: Path) -> None:
        server = EmbeddedPostgres(tmp_path / "home")
        server.stop()
        assert server.status().data_directory is None
        assert not (tmp_path / "home").exists()

    def test_psql_is_at_hand(self, tmp_path: Path) -> None:
        assert EmbeddedPostgres(tmp_path).program("psql").is_file()
