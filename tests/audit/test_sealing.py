"""Every row becomes a leaf, in the order of commits, once, and nothing else does."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction

from apps.audit import sealing
from apps.audit.merkle import complete, folded, subtrees
from apps.audit.models import AuditLog, Head, Leaf, Node, Unsealed
from apps.audit.sealer import seal_all, turn
from apps.core.ids import uuid7
from apps.core.services import OWNER, PRIMARY
from tests.audit import trail
from tests.events.racing import connected

INSERT = """
INSERT INTO audit_auditlog (id, action, actor_label, entity_type, entity_id, entity_label, metadata,
                            request_id, created_at)
SELECT id, 'x', 'x', 'x', id, 'x', '{}', id, now() FROM unnest(%s::uuid[]) AS id
"""


def _rows() -> set[UUID]:
    return set(AuditLog.objects.values_list("id", flat=True))


def test_every_row_becomes_a_leaf_once(db: None) -> None:
    trail.write(3)
    trail.write_many(5)
    trail.seal()
    trail.seal()
    assert len(trail.order()) == 8
    assert set(trail.order()) == _rows()
    assert not Unsealed.objects.exists()
    assert trail.heads() == [8]


def test_a_statement_is_noted_in_one_row_however_many_it_writes(db: None) -> None:
    trail.write_many(500)
    noted = Unsealed.objects.get()
    assert (noted.rows, noted.position) == (500, None)
    trail.write_many(0)
    assert Unsealed.objects.count() == 1


def test_a_large_statement_is_sealed_in_parts(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST", 100)
    trail.write_many(50)
    trail.write_many(250)
    trail.write_many(70)
    trail.write_many(100)
    trail.seal()
    assert set(trail.order()) == _rows()
    assert len(trail.order()) == 470
    assert not Unsealed.objects.exists()


def test_what_one_statement_wrote_stays_in_its_order(db: None) -> None:
    trail.write_many(300)
    trail.seal()
    assert trail.order() == sorted(_rows())


def test_rows_of_others_within_its_range_are_sealed_once(committed: None) -> None:
    ids = sorted(uuid7() for _ in range(5))
    with connected() as one, connected() as other:
        one.execute(INSERT, [[ids[0], ids[4]]])
        other.execute(INSERT, [[ids[2]]])
        one.commit()
        seal_all()
        other.commit()
    seal_all()
    assert trail.order() == [ids[0], ids[4], ids[2]]


def test_leaves_are_in_the_order_of_commits_not_of_ids(committed: None) -> None:
    ids = [uuid7() for _ in range(3)]
    with connected() as first, connected() as second, connected() as third:
        for connection, audit_id in zip((first, second, third), ids, strict=True):
            connection.execute(INSERT, [[audit_id]])
        third.commit()
        first.commit()
        seal_all()
        second.commit()
    seal_all()
    assert trail.order() == [ids[2], ids[0], ids[1]]


def test_what_is_rolled_back_leaves_neither_leaf_nor_note(db: None) -> None:
    trail.write()
    with transaction.atomic(using=PRIMARY):
        trail.write_many(10)
        transaction.set_rollback(True, using=PRIMARY)
    trail.seal()
    assert set(trail.order()) == _rows()
    assert len(trail.order()) == 1


def test_a_sealer_that_fails_halfway_leaves_nothing(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    trail.write_many(300)

    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "grown", broken)
        with pytest.raises(ZeroDivisionError), transaction.atomic(using=PRIMARY):
            trail.seal()
    assert not Leaf.objects.exists()
    trail.seal()
    assert len(trail.order()) == 300


def test_while_one_seals_another_has_nothing_to_do(committed: None) -> None:
    trail.write(2)
    with connected() as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.LOCK])
        assert turn() is False
        assert not Leaf.objects.exists()
    assert turn() is True
    assert len(trail.order()) == 2


@pytest.mark.parametrize("sizes", [(1, 254, 1, 1), (256,), (255, 257, 512, 1), (2000, 48, 600)])
def test_what_is_complete_is_kept_once_from_a_level_on(db: None, sizes: tuple[int, ...]) -> None:
    for size in sizes:
        trail.write_many(size)
        trail.seal()
    hashes = [bytes(leaf.leaf_hash) for leaf in Leaf.objects.order_by("leaf_index")]
    total = sum(sizes)
    kept = {(node.level, node.number): bytes(node.hash) for node in Node.objects.all()}
    levels = range(8, total.bit_length())
    assert set(kept) == {(level, n) for level in levels for n in range(total >> level)}
    for (level, number), found in kept.items():
        assert found == complete(b"".join(hashes[number << level : (number + 1) << level]))
    parts = [kept.get(part) or complete(
        b"".join(hashes[part.number << part.level : (part.number + 1) << part.level])
    ) for part in subtrees((0, total))]  # fmt: skip
    assert bytes(Head.objects.get(tree_size=total).root) == folded(parts)


def test_rows_from_before_the_log_are_sealed_first(committed: None) -> None:
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT nextval('audit_unsealed_position')")
    trail.write_many(10)
    Unsealed.objects.all().delete()
    first, *_, last = sorted(_rows())
    Unsealed.objects.using(OWNER).create(
        first=first, last=last, rows=10, position=1, noted_at="2026-01-01T00:00Z"
    )
    trail.write_many(3)
    trail.seal()
    assert set(trail.order()) == _rows()
