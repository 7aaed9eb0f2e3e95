"""Who guesses passwords is locked out for a while, and told how long; nobody else is."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.core.serializers import serialize
from django.test import Client

from apps.accounts import commands
from apps.accounts.errors import UserNotFound
from apps.accounts.locks import ADDRESSES
from apps.accounts.models import User
from apps.audit.models import AuditLog
from apps.core.actor import Actor
from tests.checks import at_once
from tests.conftest import leaves_no_trace, leaves_trace

PASSWORD, GUESS = "correct horse 17", "battery staple 18"
PAGES = ("/admin/login/", "/projects/sign-in")
LIMIT, MINUTES = 5, 15


@pytest.fixture
def root(operator: Actor, settings: Any, db: None) -> User:
    """Somebody who may sign in at both doors, where passwords cost no minute to compare."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    commands.create_user(actor=operator, username="root", password=PASSWORD, is_superuser=True)
    return User.objects.get(username="root")


def _try(page: str, password: str = GUESS, username: str = "root", **meta: Any) -> Any:
    return Client().post(page, {"username": username, "password": password}, **meta)


def _lock(page: str, **meta: Any) -> Any:
    return [_try(page, **meta) for _ in range(LIMIT)][-1]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("other", PAGES)
def test_five_wrong_passwords_close_every_door_even_to_the_right_one(
    root: User, page: str, other: str
) -> None:
    assert [_try(page).status_code for _ in range(LIMIT - 1)] == [200] * (LIMIT - 1)
    last = _try(page)
    refused = _try(other, PASSWORD)
    for answer in (last, refused):
        assert answer.status_code == 429
        assert f"Try again in {MINUTES} minutes" in answer.content.decode()
        assert 0 < int(answer["Retry-After"]) <= MINUTES * 60
    assert "sessionid" not in refused.cookies
    assert AuditLog.objects.filter(action="lockout").count() == 1


def test_trying_while_locked_out_makes_it_no_longer(root: User) -> None:
    _lock(PAGES[1])
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=MINUTES - 1)
    )
    assert "Try again in 1 minute," in _try(PAGES[1]).content.decode()
    assert "Try again in 1 minute," in _try(PAGES[1]).content.decode()
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=1)
    )
    assert _try(PAGES[1], PASSWORD).status_code == 302


def test_it_is_the_name_and_the_address_that_are_locked(root: User, operator: Actor) -> None:
    commands.create_user(actor=operator, username="ada", password=PASSWORD)
    _lock(PAGES[1])
    assert _try(PAGES[1], PASSWORD, "ada").status_code == 302
    assert _try(PAGES[1], PASSWORD, REMOTE_ADDR="192.0.2.9").status_code == 302
    assert _try(PAGES[1], PASSWORD, HTTP_X_FORWARDED_FOR="192.0.2.9").status_code == 429
    assert _try(PAGES[1], PASSWORD, HTTP_USER_AGENT="another").status_code == 429


def test_a_household_of_ipv6_is_locked_as_one(root: User) -> None:
    tries = [_try(PAGES[1], REMOTE_ADDR=f"2001:db8:0:1::{n}") for n in range(1, LIMIT + 1)]
    assert "Try again in 15 minutes" in tries[-1].content.decode()
    assert _try(PAGES[1], PASSWORD, REMOTE_ADDR="2001:db8:0:1:ffff::9").status_code == 429
    assert _try(PAGES[1], PASSWORD, REMOTE_ADDR="2001:db8:0:2::1").status_code == 302


def test_a_name_that_is_tried_from_everywhere_is_locked_everywhere(
    root: User, operator: Actor
) -> None:
    commands.create_user(actor=operator, username="ada", password=PASSWORD)
    statuses = [
        _try(PAGES[1], REMOTE_ADDR=f"192.0.2.{number // (LIMIT - 1)}").status_code
        for number in range(LIMIT * ADDRESSES)
    ]
    assert statuses == [200] * (LIMIT * ADDRESSES - 1) + [429]
    refused = _try(PAGES[1], PASSWORD, REMOTE_ADDR="198.51.100.1")
    assert refused.status_code == 429
    assert f"Try again in {MINUTES} minutes" in refused.content.decode()
    assert _try(PAGES[1], PASSWORD, "ada", REMOTE_ADDR="192.0.2.1").status_code == 302
    AccessAttempt.objects.filter(ip_address="192.0.2.0").update(
        attempt_time=AccessAttempt.objects.latest("attempt_time").attempt_time
        - timedelta(minutes=MINUTES - 2)
    )
    told = _try(PAGES[1], PASSWORD, REMOTE_ADDR="198.51.100.1").content.decode()
    assert "Try again in 2 minutes" in told, "then there are fewer"
    commands.unlock_user(actor=operator, username="root")
    assert _try(PAGES[1], PASSWORD, REMOTE_ADDR="198.51.100.1").status_code == 302


def test_who_signs_in_starts_anew(root: User) -> None:
    for _ in range(3):
        assert [_try(PAGES[1]).status_code for _ in range(LIMIT - 1)] == [200] * (LIMIT - 1)
        assert _try(PAGES[1], PASSWORD).status_code == 302


def test_an_operator_lets_somebody_try_again(root: User, operator: Actor) -> None:
    _lock(PAGES[0])
    out = StringIO()
    with leaves_trace("unlock_user") as row:
        call_command("unlock_user", "root", reason="called", stdout=out)
    assert (row.entity_label, row.metadata) == ("root", {"reason": "called"})
    assert out.getvalue() == "root may try again.\n"
    assert _try(PAGES[0], PASSWORD).status_code == 302
    with leaves_no_trace():
        commands.unlock_user(actor=operator, username="root")
        with pytest.raises(UserNotFound):
            commands.unlock_user(actor=operator, username="nobody")


def test_nothing_that_was_typed_is_kept_of_an_attempt(root: User) -> None:
    secret = "hunter2-hunter2"
    form = {"username": secret, "password": secret, "token": secret}
    Client().post(f"{PAGES[1]}?token={secret}", form)
    assert AccessAttempt.objects.count() == 1
    assert secret not in serialize("json", AccessAttempt.objects.all())
    assert secret not in serialize("json", AuditLog.objects.all())


@pytest.fixture
def committed_root(committed: None, operator: Actor) -> None:
    """The same, in a database that threads share."""
    commands.create_user(actor=operator, username="root", password=PASSWORD)


def test_many_who_guess_at_once_are_counted_together(committed_root: None) -> None:
    at_once(*(lambda: _try(PAGES[1]).status_code for _ in range(8)))
    assert _try(PAGES[1], PASSWORD).status_code == 429
