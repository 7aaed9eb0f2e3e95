"""People who look after nothing sign in to see what their lab works on."""

from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.test import Client

from apps.accounts.commands import set_password
from apps.audit.models import AuditLog
from tests.builders import BUILDER
from tests.conftest import leaves_trace
from tests.projects.conftest import lab, screen  # noqa: F401  fixtures
from tests.projects.lab import Lab

PASSWORD = "kinases bind ATP"
SIGN_IN = "/projects/sign-in"


@pytest.fixture
def browser(screen: Lab, lab: SimpleNamespace) -> Client:  # noqa: F811
    """The browser of a member, who has a password and is no curator."""
    set_password(actor=BUILDER, username="member", password=PASSWORD)
    return Client()


def _signs_in(browser: Client, to: str = "", password: str = PASSWORD) -> tuple[int, str]:
    form = {"username": "member", "password": password, "next": to}
    answer = browser.post(SIGN_IN, form)
    return answer.status_code, answer.headers.get("Location", "")


def test_a_member_signs_in_and_is_led_to_the_project(browser: Client) -> None:
    refused = browser.get("/projects/lab/screen")
    assert refused.status_code == 401
    way = f"{SIGN_IN}?{urlencode({'next': '/projects/lab/screen'}, safe='/')}"
    assert way in refused.content.decode()
    assert "Password" in browser.get(way).content.decode()

    assert _signs_in(browser, "/projects/lab/screen") == (302, "/projects/lab/screen")
    assert browser.get("/projects/lab/screen").status_code == 200
    assert "/projects/lab/screen" in browser.get("/projects").content.decode()

    assert browser.post("/projects/sign-out").status_code == 302
    assert browser.get("/projects").status_code == 401


def test_a_wrong_password_is_told_and_an_incident(browser: Client) -> None:
    with leaves_trace("failed_login"):
        assert _signs_in(browser, password="wrong") == (200, "")
    assert PASSWORD not in str(AuditLog.objects.latest("id").metadata)
    assert browser.get("/projects").status_code == 401


def test_nobody_is_led_elsewhere(browser: Client) -> None:
    assert _signs_in(browser, "https://evil.example/") == (302, "/projects")


def test_a_form_from_elsewhere_signs_nobody_in(browser: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SIGN_IN, {"username": "member", "password": PASSWORD}).status_code == 403


def test_who_is_signed_in_here_is_no_curator(browser: Client) -> None:
    _signs_in(browser)
    assert browser.get("/admin/").status_code == 302
