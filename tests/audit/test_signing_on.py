"""Nothing is signed that does not go on from what was signed, whatever the tables say."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction

from apps.audit.errors import LogRewritten
from apps.audit.models import AuditLog
from apps.audit.sealer import turn
from apps.audit.verifying import verify
from apps.core.kept import KeptUnusable
from apps.core.services import PRIMARY, services
from tests.audit import forging, trail

REQUEUE = """
INSERT INTO audit_unsealed (first, last, rows, noted_at) VALUES (%s, %s, 300, now())
"""
CUT = "DELETE FROM audit_node; DELETE FROM audit_leaf WHERE leaf_index >= %s"
GONE = "DELETE FROM audit_head; DELETE FROM audit_leaf; DELETE FROM audit_node"

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def log(committed: None) -> list[UUID]:
    """Rows under a head."""
    trail.write_many(300)
    trail.seal()
    return trail.order()


def _start_anew(log: list[UUID]) -> None:
    """Rewrite a row, and have the sealer make and sign all of the log once more."""
    trail.by_hand("UPDATE audit_auditlog SET actor_label = 'eve' WHERE id = %s", [log[7]])
    trail.by_hand(GONE)
    trail.by_hand(REQUEUE, [log[0], log[-1]])


def test_a_log_that_is_made_anew_is_not_signed(log: list[UUID]) -> None:
    _start_anew(log)
    with pytest.raises(LogRewritten, match="300 leaves"):
        turn()
    assert trail.heads() == []
    (fault,) = verify().log
    assert (fault.what, fault.tree_size) == ("checkpoint", 300)
    assert "more leaves" in fault.why


def test_a_log_that_is_shorter_than_what_was_signed_is_not_signed(log: list[UUID]) -> None:
    trail.by_hand("DELETE FROM audit_auditlog WHERE id = ANY(%s)", [log[200:]])
    trail.by_hand(CUT, [200])
    trail.write(1)
    with pytest.raises(LogRewritten, match="300 leaves"):
        trail.seal()
    assert trail.heads() == [300]


def test_a_log_whose_leaves_no_more_make_what_was_signed_is_not_signed(log: list[UUID]) -> None:
    trail.by_hand("UPDATE audit_auditlog SET actor_label = 'eve' WHERE id = %s", [log[7]])
    forging.rehash()
    trail.write(1)
    with pytest.raises(LogRewritten):
        trail.seal()
    trail.by_hand("DELETE FROM audit_head")
    with pytest.raises(LogRewritten):  # what is kept beside the key tells it as well
        trail.seal()
    (fault,) = verify().log
    assert "another root" in fault.why


def test_what_was_rolled_back_is_not_kept(log: list[UUID]) -> None:
    before = services.kept_head.read()
    trail.write(1)
    with transaction.atomic(using=PRIMARY):
        trail.seal()
        transaction.set_rollback(True, using=PRIMARY)
    assert services.kept_head.read() == before
    trail.seal()
    assert verify().ok


def test_a_backup_that_was_restored_is_gone_on_from_once_somebody_says_why(
    log: list[UUID], capsys: pytest.CaptureFixture[str]
) -> None:
    trail.write(4)
    trail.seal()
    later = trail.order()[300:]
    trail.by_hand("DELETE FROM audit_head WHERE tree_size = 304")
    trail.by_hand("DELETE FROM audit_leaf WHERE leaf_index >= 300")
    trail.by_hand("DELETE FROM audit_auditlog WHERE id = ANY(%s)", [later])
    trail.write(1)
    with pytest.raises(LogRewritten, match="304"):
        trail.seal()
    assert forging.run(capsys, "audit", "accept", "--json")[0] == 1
    told = ("audit", "accept", "--reason", "the disk was lost", "--json")
    assert forging.run(capsys, *told)[0] == 0
    assert trail.heads() == [300, 302]
    row = AuditLog.objects.get(action="accept_log")
    assert row.metadata["reason"] == "the disk was lost"
    assert (row.metadata["before"]["tree_size"], row.metadata["after"]["tree_size"]) == (304, 300)
    assert verify().ok


def test_a_kept_head_that_cannot_be_read_is_refused_in_a_sentence(log: list[UUID]) -> None:
    name = services.connection(PRIMARY).settings_dict["NAME"]
    place = Path(settings.BDP_HOME) / f"audit_head.{name}"
    assert json.loads(place.read_text())["size"] == 300
    place.write_text("{")
    trail.write(1)
    with pytest.raises(KeptUnusable, match="is no head"):
        trail.seal()
