"""`manage.py database`, as an operator and a script see it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command

from bdp.databases import databases
from bdp.postgres import EmbeddedPostgres


@pytest.fixture(autouse=True)
def _embedded(home: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.BDP_HOME = home


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a program reads: the last line."""
    call_command("database", *arguments, "--json")
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_start_status_url_stop(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "start")["running"]
    status = answer(capsys, "status")
    assert (status["embedded"], status["running"], status["kept"]) == (True, True, True)
    for options, role in (((), "bdp_app"), (("--owner",), "bdp_owner")):
        with psycopg.connect(answer(capsys, "url", *options)["url"]) as user:
            assert user.execute("SELECT current_user").fetchone() == (role,)
    assert not answer(capsys, "stop")["running"]
    assert not answer(capsys, "status")["kept"]


def test_says_the_same_to_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("database", "status")
    assert "`manage.py database start` makes it" in capsys.readouterr().out


def test_psql_brings_the_server_up_for_itself_and_passes_on_how_it_ended(home: Path) -> None:
    def psql(statement: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", "database", "psql", "--", "-Atc", statement],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "BDP_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    done = psql("SELECT current_user")
    assert (done.stdout, done.returncode) == ("bdp_app\n", 0), done.stderr
    assert psql("SELECT nonsense").returncode == 1
    assert not EmbeddedPostgres(home).status().running


def test_a_refusal_is_one_sentence_and_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="1"):
        call_command("database", "url", "--json")
    told = capsys.readouterr()
    refusal = json.loads(told.out)
    assert refusal["error"]["code"] == "service.unavailable"
    assert refusal["error"]["detail"] == told.err.strip()
    assert told.err.startswith("There is no database under")


class TestWithDatabaseUrl:
    URL = "postgresql://somebody:secret@db.example.org:5433/registry"

    @pytest.fixture(autouse=True)
    def _given(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", self.URL)
        given = databases(settings.BDP_HOME, os.environ)["default"]
        monkeypatch.setitem(settings.DATABASES, "default", given)

    @pytest.mark.parametrize("action", ["start", "stop", "status"])
    def test_nothing_is_embedded(
        self, action: str, home: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        where = {"embedded": False, "host": "db.example.org", "database": "registry"}
        assert answer(capsys, action) == where
        call_command("database", action)
        text = capsys.readouterr().out
        assert "DATABASE_URL" in text
        assert "secret" not in text
        assert list(home.iterdir()) == []

    def test_url_is_the_given_one(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert answer(capsys, "url") == {"url": self.URL}
        assert answer(capsys, "url", "--owner") == {"url": self.URL}
        monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db.example.org/registry")
        assert answer(capsys, "url", "--owner")["url"].startswith("postgresql://owner@")

    def test_psql_enters_it_without_showing_the_password(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: dict[str, Any] = {}

        def run(command: list[str], **options: Any) -> Any:
            seen.update(options, command=command)
            return subprocess.CompletedProcess(command, 3)

        monkeypatch.setattr("subprocess.run", run)
        with pytest.raises(SystemExit, match="3"):
            call_command("database", "psql", "--", "-c", "SELECT 1")
        assert seen["command"][-2:] == ["-c", "SELECT 1"]
        assert "host=db.example.org" in seen["command"][1]
        assert "secret" not in " ".join(seen["command"])
        assert seen["env"]["PGPASSWORD"] == "secret"

    def test_psql_refuses_a_url_that_libpq_cannot_read(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", "pgsql://somebody:secret@db.example.org/registry")
        with pytest.raises(SystemExit):
            call_command("database", "psql")
        refusal = capsys.readouterr().err
        assert "postgresql://" in refusal
        assert "secret" not in refusal
