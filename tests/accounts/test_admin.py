"""The admin's door: who is refused at it leaves a trace, and nothing there changes a password."""

import io

import pytest
from django.core.management import call_command
from django.test import Client

from apps.accounts import commands
from apps.accounts.models import User
from apps.audit.models import AuditOrigin
from apps.core.actor import Actor
from apps.core.operators import LeavesNoTrace
from tests.conftest import leaves_no_trace, leaves_trace

PASSWORD = "correct horse 17"
GUESS = "battery staple 18"


@pytest.fixture
def root(operator: Actor, db: None) -> User:
    """Somebody who may sign in."""
    commands.create_user(actor=operator, username="root", password=PASSWORD, is_superuser=True)
    return User.objects.get(username="root")


def sign_in(username: str, password: str) -> int:
    form = {"username": username, "password": password}
    return Client().post("/admin/login/", form, HTTP_USER_AGENT="Firefox").status_code


@pytest.mark.parametrize("username", ["root", "nobody", "x" * 150])
def test_a_failed_log_in_is_an_incident_without_the_password(root: User, username: str) -> None:
    with leaves_trace("failed_login") as row:
        assert sign_in(username, GUESS) == 200
    assert (row.entity_type, row.actor_label, row.user_id) == ("registry", "anonymous", None)
    assert row.metadata == {"incident": {"username": username if username == "root" else None}}
    origin = AuditOrigin.objects.get(audit_id=row.id)
    assert (origin.ip_address, origin.user_agent) == ("127.0.0.1", "Firefox")


def test_who_is_no_curator_is_refused_at_the_door_and_it_is_told(operator: Actor, db: None) -> None:
    commands.create_user(actor=operator, username="ada", password=PASSWORD)
    with leaves_trace("failed_login") as row:
        assert sign_in("ada", PASSWORD) == 200
    assert PASSWORD not in str(row.metadata)


def test_signing_in_and_out_is_in_the_trail(root: User) -> None:
    browser = Client()
    doors = {"/admin/login/": "/admin/logout/", "/projects/sign-in": "/projects/sign-out"}
    for page, out in doors.items():
        with leaves_trace("login") as row:
            browser.post(page, {"username": "root", "password": PASSWORD})
        assert (row.actor_label, row.user_id) == ("root", root.id)
        with leaves_no_trace():
            browser.get(out)
        with leaves_trace("logout") as row:
            browser.post(out)
        assert (row.actor_label, row.user_id) == ("root", root.id)
        with leaves_no_trace():
            browser.post(out)


def test_sending_half_a_form_is_no_incident(root: User) -> None:
    with leaves_no_trace():
        assert sign_in("root", "") == 200
        assert sign_in("ro\0ot", GUESS) == 200


def test_no_page_of_the_admin_changes_a_password(root: User) -> None:
    browser = Client()
    browser.force_login(root)
    for page in ("password_change/", "password_change/done/", f"auth/user/{root.id}/password/"):
        assert browser.get(f"/admin/{page}").status_code == 404
    front = browser.get("/admin/")
    assert front.status_code == 200
    assert b"password" not in front.content


@pytest.mark.parametrize(
    ("command", "arguments", "instead"),
    [
        ("createsuperuser", [], "create_user NAME --superuser"),
        ("createsuperuser", ["--no-input", "--username", "eve"], "create_user NAME --superuser"),
        ("changepassword", ["root"], "set_password NAME"),
    ],
)
def test_djangos_own_writers_point_to_ours(
    root: User, command: str, arguments: list[str], instead: str
) -> None:
    with leaves_no_trace(), pytest.raises(LeavesNoTrace, match=instead):
        call_command(command, *arguments)
    assert User.objects.get().check_password(PASSWORD)


def test_an_operator_gives_a_new_password(
    root: User, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GUESS}\n"))
    with leaves_trace("set_password"):
        call_command("set_password", "root")
    assert capsys.readouterr().out.startswith("root has a new password")
    assert User.objects.get().check_password(GUESS)
