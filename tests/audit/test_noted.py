"""Rows that were noted and are gone before they were sealed are named, then and ever after."""

import time
from uuid import UUID

import pytest

from apps.audit import sealing
from apps.audit.models import AuditLog, Unsealed
from apps.audit.verifying import verify
from apps.core.services import services
from tests.audit import forging, trail

pytestmark = pytest.mark.usefixtures("committed")

LINES = 40_000


def _named() -> list[tuple[UUID | None, int | None, str]]:
    found = verify()
    return [(problem.id, problem.leaf_index, problem.kind) for problem in found.problems]


def test_a_row_that_is_deleted_before_it_was_sealed_is_named_for_ever() -> None:
    trail.write(2)
    (gone, other) = AuditLog.objects.order_by("id").values_list("id", flat=True)
    trail.by_hand("DELETE FROM audit_auditlog WHERE id = %s", [gone])
    assert _named() == [(gone, None, "missing")]
    trail.seal()
    trail.seal()
    assert trail.order() == [other]
    assert _named() == [(gone, None, "missing")]
    trail.write(1)
    trail.seal()
    assert len(trail.order()) == 2


def test_some_rows_of_a_statement_that_are_deleted_are_told() -> None:
    trail.write_many(5)
    (_, gone, *_) = AuditLog.objects.order_by("id").values_list("id", flat=True)
    trail.by_hand("DELETE FROM audit_auditlog WHERE id = %s", [gone])
    trail.seal()
    assert _named() == [(None, None, "missing")]
    assert len(trail.order()) == 4


def test_a_statement_of_which_a_part_is_sealed_misses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealing, "MOST", 100)
    trail.write_many(250)
    with services.connection("default").cursor() as cursor:
        assert sealing.seal_some(cursor) == 1
    assert Unsealed.objects.get().rows == 151  # the last that was sealed is looked at once more
    assert verify().ok
    trail.seal()
    assert not Unsealed.objects.exists()
    assert (len(trail.order()), verify().ok) == (250, True)


def test_many_notes_cost_no_more_each_than_few() -> None:
    trail.by_hand(
        "INSERT INTO audit_auditlog (id, action, actor_label, entity_type, entity_id,"
        " entity_label, metadata, request_id, created_at)"
        " SELECT gen_random_uuid(), 'x', 'x', 'x', gen_random_uuid(), 'x', '{}',"
        " gen_random_uuid(), now() FROM generate_series(1, %s)", [LINES],
    )  # fmt: skip
    trail.by_hand(
        "INSERT INTO audit_unsealed (first, last, rows, noted_at)"
        " SELECT id, id, 1, now() FROM audit_auditlog"
    )
    begun = time.monotonic()
    found = verify()
    assert (found.pending, found.problems) == (LINES, ())
    assert time.monotonic() - begun < 15
    with services.replaced(clock=forging.later(minutes=6)):
        assert {problem.kind for problem in verify().problems} == {"unsealed"}
