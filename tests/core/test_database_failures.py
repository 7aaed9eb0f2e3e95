"""What a failing database means at either door: a sentence to act on, never a traceback."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from apps.core.services import OWNER
from tests.checks import refused
from tests.clients import Api

CREATE_USER = ("create_user", "ada", "--no-password")
CREATE_TOKEN = ("create_token", "ada", "--scope", "read")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What an operator reads; a program reads the same."""
    with pytest.raises(SystemExit, match="1"):
        call_command(*arguments, "--json")
    said = capsys.readouterr()
    error = json.loads(said.out.splitlines()[-1])["error"]
    assert error == {"code": "service.unavailable", "detail": said.err.strip()}
    return said.err.strip()


class TestUnmigrated:
    @pytest.fixture(autouse=True)
    def _unmigrated(self, committed: None) -> None:
        with connections[OWNER].cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")

    @pytest.mark.parametrize(
        "arguments", [CREATE_USER, CREATE_TOKEN, ("import_catalogue",)], ids=lambda found: found[0]
    )
    def test_operators_are_told_to_migrate(
        self, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
    ) -> None:
        assert "run manage.py migrate" in told(capsys, *arguments)

    @pytest.mark.parametrize("path", ["organizations", "stats", "/health/ready"])
    def test_programs_are_told_that_it_is_not_migrated(self, path: str) -> None:
        answer = Api().get(path)
        refused(answer, 503, "service.unavailable")
        assert "migrate" in answer.body["detail"]
        assert int(answer.headers["Retry-After"]) > 0

    def test_people_get_a_page(self) -> None:
        assert Api().get("/").status == 503


@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
def test_a_collision_asks_to_be_made_again(
    committed: None, capsys: pytest.CaptureFixture[str], sqlstate: str
) -> None:
    call_command("create_user", "curie", "--superuser", "--no-password")
    call_command("create_token", "curie", "--scope", "admin")
    token = capsys.readouterr().out.split()[-1]
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"""
            CREATE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '{sqlstate}'; END $$;
            CREATE TRIGGER collide BEFORE INSERT ON audit_auditlog EXECUTE FUNCTION collide();
        """)

    answer = Api(token).post("organizations", {"slug": "go", "name": "GO"})

    refused(answer, 503, "service.unavailable")
    assert "Make it again" in answer.body["detail"]
    assert told(capsys, *CREATE_USER) == answer.body["detail"]
    assert Api().get("organizations").body["results"] == []


class TestNoEntry:
    @pytest.fixture(autouse=True)
    def _elsewhere(self, committed: None, request: pytest.FixtureRequest) -> Iterator[None]:
        places = [connections[alias].settings_dict for alias in connections]
        before = [dict(place) for place in places]
        connections.close_all()
        for place in places:
            place.update(request.param)
        yield
        connections.close_all()
        for place, kept in zip(places, before, strict=True):
            place.clear()
            place.update(kept)

    @pytest.mark.parametrize(
        ("_elsewhere", "why"),
        [
            ({"NAME": "no_such_database"}, "no_such_database"),
            ({"USER": "no_such_role", "PASSWORD": "a-secret"}, "no_such_role"),
            ({"HOST": "/no/such/place"}, "No such file or directory"),
            ({"HOST": "127.0.0.1", "PORT": "1", "PASSWORD": "a-secret"}, "Connection refused"),
            ({"HOST": "no-such-host.invalid"}, "no-such-host.invalid"),
        ],
        indirect=["_elsewhere"],
    )
    def test_operators_read_what_postgresql_says_and_strangers_do_not(
        self, capsys: pytest.CaptureFixture[str], why: str
    ) -> None:
        said = told(capsys, *CREATE_USER)
        assert said.startswith("The registry's database is out of reach: ")
        assert why in said
        assert len(said.splitlines()) == 1
        assert "a-secret" not in said
        answer = Api().get("stats")
        refused(answer, 503, "service.unavailable")
        assert why not in str(answer.body)


def test_a_refusal_is_readable_without_the_manifest_of_static_files(
    db: None, settings: Any, tmp_path: Any
) -> None:
    manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}

    assert (Api().get("/").status, Api().get("/nothing").status) == (500, 404)
    assert b"/static/bdp.css" in Api().get("/").body
