"""What is erased as it should be breaks nothing; what is erased behind the trail's back is told."""

import pytest
from django.core.management import call_command

from apps.audit.commands import erase_origins
from apps.audit.verifying import verify
from apps.core.actor import Actor
from tests.audit import trail

pytestmark = pytest.mark.usefixtures("committed")
BEHIND = "UPDATE audit_auditorigin SET ip_address = NULL, user_agent = NULL, salt = NULL"


def _erase() -> int:
    told = erase_origins(actor=Actor.system("audit"), user_id=trail.ADA.user_id, reason="so")
    trail.seal()
    return told.erased


def test_what_is_erased_as_it_should_be_breaks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    trail.write(3)
    assert _erase() == 3
    trail.write(1)
    assert _erase() == 1
    found = verify()
    assert (found.ok, found.erased, found.erased_told) == (True, 4, 4)
    call_command("audit", "verify")
    assert "4 origins are erased, 4 as the trail tells." in capsys.readouterr().out


def test_what_is_erased_behind_the_trails_back_is_counted() -> None:
    trail.write(3)
    trail.seal()
    trail.by_hand(f"{BEHIND} WHERE audit_id = %s", [trail.order()[0]])
    assert _erase() == 2
    found = verify()
    assert (found.ok, found.problems, found.erased, found.erased_told) == (False, (), 3, 2)
    (fault,) = found.log
    assert (fault.what, fault.why) == ("origins", "3 are erased, and the trail tells of 2")


def test_a_trail_that_tells_nonsense_is_read_all_the_same() -> None:
    trail.write(1)
    _erase()
    lie = """UPDATE audit_auditlog SET metadata = '{"after": {"erased": "all"}}'"""
    trail.by_hand(f"{lie} WHERE action = 'erase_origins'")
    assert [fault.what for fault in verify().log] == ["origins"]
