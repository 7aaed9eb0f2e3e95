"""Leaves that stand where none may, or more than once, are named; heads anywhere hold."""

from uuid import UUID

import pytest
from django.db import IntegrityError

from apps.audit import retracing
from apps.audit.verifying import verify
from tests.audit import forging, trail

FORGED = UUID(int=5)

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def log(committed: None) -> list[UUID]:
    """Some rows under a head."""
    return trail.logged(5)


def _forge_leaf(index: int, audit_id: UUID) -> None:
    """Add a leaf as an owner can who dropped what forbids it."""
    trail.by_hand("ALTER TABLE audit_leaf DROP CONSTRAINT leaf_from_zero, "
                  "DROP CONSTRAINT audit_leaf_pkey, DROP CONSTRAINT leaf_once")  # fmt: skip
    trail.by_hand("INSERT INTO audit_leaf VALUES (%s, %s, '')", [index, audit_id])
    trail.by_hand(forging.REHASH.replace(
        "mine.leaf_index = leaf.leaf_index", "mine.ctid = leaf.ctid AND mine.leaf_hash = ''"
    ))  # fmt: skip


@pytest.mark.parametrize("at_once", [512, 1024])
def test_a_head_of_any_size_beside_what_is_read_at_once_has_its_root(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(retracing, "AT_ONCE", at_once)
    for more in (at_once - 1, 1, 1, 63, 191, 1, 1):
        trail.write_many(more)
        trail.seal()
    assert trail.heads() == [at_once + more for more in (-1, 0, 1, 64, 255, 256, 257)]
    assert verify().log == ()


def test_no_leaf_stands_before_the_first(log: list[UUID]) -> None:
    with pytest.raises(IntegrityError, match="leaf_from_zero"):
        trail.by_hand("INSERT INTO audit_leaf VALUES (-1, %s, '')", [FORGED])


def test_a_forged_row_with_a_leaf_before_the_first_is_named(log: list[UUID]) -> None:
    trail.by_hand(forging.COPY_ROW, [FORGED, log[0]])
    _forge_leaf(-1, FORGED)
    found = verify()
    assert not found.ok
    assert [(at.id, at.leaf_index, at.kind) for at in found.problems] == [(FORGED, -1, "inserted")]


@pytest.mark.parametrize("place", [2, 4])
def test_two_leaves_of_one_place_are_named(log: list[UUID], place: int) -> None:
    trail.by_hand(forging.COPY_ROW, [FORGED, log[0]])
    _forge_leaf(place, FORGED)
    found = verify()
    assert not found.ok
    assert {(at.id, at.leaf_index, at.kind) for at in found.problems} == {
        (FORGED, place, "inserted"), (log[place], place, "inserted"),
    }  # fmt: skip


def test_a_leaf_that_took_the_place_of_another_is_named_with_it(log: list[UUID]) -> None:
    trail.by_hand("DELETE FROM audit_leaf WHERE leaf_index = 3")
    trail.by_hand("DELETE FROM audit_auditlog WHERE id = %s", [log[3]])
    trail.by_hand(forging.COPY_ROW, [FORGED, log[0]])
    _forge_leaf(2, FORGED)
    named = {(at.leaf_index, at.kind) for at in verify().problems}
    assert named == {(2, "inserted"), (3, "missing")}


def test_two_leaves_of_one_row_do_not_go_up(log: list[UUID]) -> None:
    _forge_leaf(5, log[2])
    (fault,) = verify().log
    assert "6 leaves and 5 rows" in fault.why
