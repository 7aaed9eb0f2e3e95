"""A key is trusted because the one before it signed it: rotating, losing and forging keys."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from apps.audit.commands import rotate_audit_key
from apps.audit.models import Head, SigningKey
from apps.audit.reports import lines
from apps.audit.signing import instant
from apps.audit.verifying import verify
from apps.core.actor import Actor
from apps.core.services import services
from tests.audit import forging, trail
from tests.clients import Api

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def log(committed: None) -> list[UUID]:
    """Some rows under a head."""
    return trail.logged(3)


def _rotated() -> tuple[Any, Any]:
    rotate_audit_key(actor=Actor.system("audit"))
    trail.seal()
    old, new = Api().get("audit/keys").body["keys"]
    return old, new


def test_an_old_key_signs_the_new_one_before_it_goes(log: list[UUID]) -> None:
    old, new = _rotated()
    assert old["endorsement"] is None
    assert new["endorsement"]
    found = verify()
    assert (found.ok, found.unendorsed) == (True, ())


def test_a_key_that_is_rotated_after_the_clock_was_set_back_verifies(log: list[UUID]) -> None:
    with services.replaced(clock=forging.later(hours=-1)):
        _rotated()
    assert verify().ok


@pytest.mark.parametrize("which", [0, 1])
def test_an_endorsement_that_does_not_hold_is_named(log: list[UUID], which: int) -> None:
    key = _rotated()[which]
    trail.by_hand(
        "UPDATE audit_signingkey SET endorsement = sha256('x') WHERE key_id = %s", [key["key_id"]]
    )
    (fault,) = verify().log
    assert fault.what == "key"
    assert f"{key['key_id']} is not endorsed" in fault.why


def test_a_key_that_followed_a_lost_one_is_told(log: list[UUID]) -> None:
    with services.replaced(trail_key=forging.key()):
        trail.write(1)
        trail.seal()
        found = verify()
    newest = SigningKey.objects.order_by("-since")[0].key_id
    assert (found.ok, found.unendorsed) == (True, (newest,))
    assert any(f"{newest} was not endorsed" in line for line in lines(found))


def test_an_instant_is_told_with_its_fraction_also_where_that_is_none(log: list[UUID]) -> None:
    assert instant(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000000Z"
    assert Head.objects.count() == 1
