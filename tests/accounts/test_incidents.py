"""A flood of bad log-ins or of revoked tokens leaves a row a minute, and the count of the rest."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from apps.accounts import commands
from apps.accounts.incidents import MANY, note_incident, tell_the_rest
from apps.accounts.models import ApiToken, Incident
from apps.audit.actions import AuditAction
from apps.audit.models import AuditLog, AuditOrigin
from apps.core.actor import Actor
from tests.builders import at, person
from tests.clients import Api
from tests.conftest import make_token

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def revoked(db: None, operator: Actor) -> Api:
    """Somebody with a token that has ended."""
    person("ada")
    token = make_token("ada")
    commands.revoke_token(actor=operator, token_id=ApiToken.objects.get().id)
    return Api(token)


def _guess(username: str, address: str) -> None:
    form = {"username": username, "password": "x"}
    Client().post("/projects/sign-in", form, REMOTE_ADDR=address)


def _rows(action: str) -> list[dict[str, Any]]:
    rows = AuditLog.objects.filter(action=action).order_by("id")
    return [row["incident"] for row in rows.values_list("metadata", flat=True)]


def test_a_minute_of_requests_with_a_revoked_token_is_one_row(revoked: Api) -> None:
    for second in range(50):
        with at(NOON + timedelta(seconds=second)):
            assert revoked.get("organizations").status == 401
    assert len(_rows("refused_token")) == 1
    with at(NOON + timedelta(seconds=61)):
        revoked.get("organizations")
    first, second_row = _rows("refused_token")
    assert "more" not in first
    assert (second_row["more"], second_row["since"]) == (49, "2026-03-01T12:00:00Z")


def test_what_goes_on_no_more_is_told_by_the_worker(revoked: Api) -> None:
    with at(NOON):
        for _ in range(4):
            revoked.get("organizations")
        assert tell_the_rest() == 0, "its minute is not over"
    with at(NOON + timedelta(minutes=2)):
        assert tell_the_rest() == 1
        assert tell_the_rest() == 0
    assert _rows("refused_token")[1]["more"] == 3
    assert AuditLog.objects.latest("id").actor_label == "worker"
    with at(NOON + timedelta(days=2)):
        tell_the_rest()
    assert not Incident.objects.exists()


def test_each_token_is_told_of_by_itself(revoked: Api, operator: Actor) -> None:
    another = make_token("ada")
    commands.revoke_token(actor=operator, token_id=ApiToken.objects.latest("created_at").id)
    for _ in range(3):
        revoked.get("organizations")
        Api(another).get("organizations")
    assert len({row["token"] for row in _rows("refused_token")}) == 2


def test_a_clock_set_back_hides_nothing(revoked: Api) -> None:
    with at(NOON):
        revoked.get("organizations")
    with at(NOON - timedelta(hours=1)):
        revoked.get("organizations")
    assert len(_rows("refused_token")) == 2


def test_however_many_addresses_guess_there_is_a_row_for_each_of_some_and_one_for_the_rest(
    db: None, operator: Actor
) -> None:
    with at(NOON):
        for number in range(MANY + 20):
            whose = f"ada@192.0.2.{number}"
            note_incident(AuditAction.FAILED_LOGIN, whose=whose, actor=operator, username="ada")
    rows = _rows("failed_login")
    assert rows == [{"username": "ada"}] * MANY + [{"username": None}]
    with at(NOON + timedelta(minutes=2)):
        tell_the_rest()
    assert _rows("failed_login")[-1]["more"] == 19


def test_one_household_is_one_however_many_addresses_it_has(db: None) -> None:
    with at(NOON):
        for number in range(1, 9):
            _guess("guess", f"2001:db8:0:1::{number}")
        _guess("guess", "2001:db8:0:2::1")
    assert len(_rows("failed_login")) == 2


def test_names_that_nobody_has_are_one_row_an_address(db: None) -> None:
    with at(NOON):
        for number in range(30):
            form = {"username": f"guess{number}", "password": "x"}
            Client().post("/projects/sign-in", form)
        form = {"username": "guess", "password": "x"}
        Client().post("/projects/sign-in", form, REMOTE_ADDR="192.0.2.1")
    assert _rows("failed_login") == [{"username": None}] * 2
    addresses = AuditOrigin.objects.values_list("ip_address", flat=True)
    assert {"127.0.0.1", "192.0.2.1"} <= set(addresses)
