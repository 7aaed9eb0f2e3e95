"""Addresses of who failed to sign in are kept while they lock somebody out, or until erased."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.serializers import serialize
from django.test import Client

from apps.accounts.models import Incident, User
from apps.accounts.tasks import forget_attempts
from apps.audit.commands import erase_origins
from apps.audit.models import AuditLog, AuditOrigin
from apps.core.actor import Actor
from tests.builders import person

ADDRESS, ELSEWHERE = "192.0.2.7", "192.0.2.8"
LIMIT, MINUTES = 5, 15


def _fail(username: str, address: str = ADDRESS, times: int = 1) -> None:
    form = {"username": username, "password": "battery staple 18"}
    for _ in range(times):
        Client().post("/projects/sign-in", form, REMOTE_ADDR=address)


def _erase(username: str, **told: Any) -> int:
    found = User.objects.get(username=username)
    operator = Actor.system("audit")
    return erase_origins(actor=operator, user_id=found.id, reason="She has asked.", **told).erased


def _addresses() -> list[str]:
    known = AuditOrigin.objects.exclude(ip_address=None)
    return sorted(str(address) for address in known.values_list("ip_address", flat=True))


@pytest.fixture
def people(db: None) -> None:
    """Two of them."""
    person("ada")
    person("bob")


def test_who_is_erased_is_erased_from_failed_log_ins_and_lock_outs_too(people: None) -> None:
    _fail("ada", times=LIMIT)
    _fail("bob", ELSEWHERE)
    told = AuditLog.objects.filter(metadata__incident__username="ada")
    assert sorted(told.values_list("action", flat=True)) == ["failed_login", "lockout"]
    assert _erase("ada") == 2
    assert _addresses() == [ELSEWHERE]
    assert [attempt.ip_address for attempt in AccessAttempt.objects.all()] == [ELSEWHERE]
    assert _erase("ada") == 0


def test_a_time_and_a_request_narrow_that_as_well(people: None) -> None:
    _fail("ada")
    _fail("ada", ELSEWHERE)
    first, second = AuditLog.objects.filter(action="failed_login").order_by("id")
    assert _erase("ada", before=first.created_at) == 0
    assert _erase("ada", request_id=second.request_id) == 1
    assert _addresses() == [ADDRESS]


def test_no_address_can_be_read_of_what_is_counted(people: None) -> None:
    for address in (ADDRESS, ELSEWHERE):
        for name in ("ada", "bob", "nobody", "no one"):
            _fail(name, address)
    kept = serialize("json", Incident.objects.all())
    assert Incident.objects.count() == 6, "each name, and all that nobody has, from each address"
    assert ADDRESS not in kept
    assert ELSEWHERE not in kept


def test_what_locks_nobody_out_any_more_is_forgotten(people: None) -> None:
    _fail("ada")
    _fail("bob", ELSEWHERE)
    old = AccessAttempt.objects.filter(ip_address=ADDRESS)
    old.update(attempt_time=old.get().attempt_time - timedelta(minutes=MINUTES))
    forget_attempts(0)
    assert [attempt.ip_address for attempt in AccessAttempt.objects.all()] == [ELSEWHERE]
