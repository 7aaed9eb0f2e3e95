"""A session begins anew at each log-in, and ends with the log-out, the password and the day."""

import os
import subprocess
import sys
from datetime import timedelta

import orjson
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from apps.accounts import commands
from apps.accounts.tasks import forget_ended_sessions
from apps.core.actor import Actor
from apps.core.services import services
from tests.architecture import house

PASSWORD = "correct horse 17"
SIGN_IN, SIGN_OUT = "/projects/sign-in", "/projects/sign-out"
TOLD = (
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_PATH", "SESSION_COOKIE_DOMAIN",
    "CSRF_COOKIE_DOMAIN", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SAMESITE",
)  # fmt: skip


@pytest.fixture
def browser(db: None, operator: Actor) -> Client:
    """Ada's, before she signed in."""
    commands.create_user(actor=operator, username="ada", password=PASSWORD)
    return Client()


def _sign_in(browser: Client) -> str:
    browser.post(SIGN_IN, {"username": "ada", "password": PASSWORD})
    return browser.cookies["sessionid"].value


def _is_known(key: str) -> bool:
    other = Client()
    other.cookies["sessionid"] = key
    return other.get("/api/v1/me").status_code == 200


def test_a_session_that_was_slipped_to_somebody_is_not_the_one_they_sign_in_to(
    browser: Client,
) -> None:
    slipped = "a" * 32
    browser.cookies["sessionid"] = slipped
    key = _sign_in(browser)
    assert key != slipped
    assert (_is_known(key), _is_known(slipped)) == (True, False)


def test_each_log_in_has_a_session_of_its_own_and_log_out_ends_it(browser: Client) -> None:
    first = _sign_in(browser)
    second = _sign_in(Client())
    assert first != second
    browser.post(SIGN_OUT)
    assert (_is_known(first), _is_known(second)) == (False, True)
    assert not Session.objects.filter(session_key=first).exists()


def test_a_new_password_ends_every_session(browser: Client, operator: Actor) -> None:
    keys = [_sign_in(browser), _sign_in(Client())]
    commands.set_password(actor=operator, username="ada", password="battery staple 18")
    assert [_is_known(key) for key in keys] == [False, False]


def test_a_session_lasts_a_working_day_and_is_then_forgotten(browser: Client) -> None:
    key = _sign_in(browser)
    cookie = browser.cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (12 * 3600, True, "Lax")
    Session.objects.update(expire_date=services.clock.now() - timedelta(seconds=1))
    assert not _is_known(key)
    forget_ended_sessions.func(0)
    assert not Session.objects.exists()


def test_in_production_cookies_are_bound_to_this_host_and_to_https() -> None:
    told = subprocess.run(
        [sys.executable, "-c",
         ("import orjson, sys, bdp.settings as s;"
         f"print(orjson.dumps({{n: getattr(s, n, None) for n in {TOLD}}}).decode())")],
        cwd=house.ROOT, capture_output=True, check=True,
        env={"PATH": os.environ["PATH"], "PRODUCTION": "true", "SECRET_KEY": "x" * 60},
    )  # fmt: skip
    found = orjson.loads(told.stdout)
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    for name in ("SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN"):
        assert found[name] is None, "a __Host- cookie has none"
    assert settings.SESSION_COOKIE_PATH == "/"


@pytest.mark.parametrize("page", [SIGN_IN, "/admin/login/", SIGN_OUT, "/admin/logout/"])
def test_no_form_is_taken_from_another_site(browser: Client, page: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.post(page, {"username": "ada", "password": PASSWORD})
    answer = strict.post(page, {"username": "ada", "password": PASSWORD})
    assert answer.status_code == 403
    assert "sessionid" not in answer.cookies
