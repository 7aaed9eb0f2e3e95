"""Every row of the trail beside its leaf: what fits no more is told as it is found."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from apps.audit.canonical import DIGESTS_FIT, LEAF_HASH
from apps.audit.dtos import RowProblem

YOUNG = timedelta(minutes=5)  # what is not sealed for as long is about to be

# How many notes that begin at or before a row are looked through for it, before all of several rows
# are: ranges of ids hardly ever overlap.
NEAR = 4
# A row without a leaf was noted to be sealed, or came in past the trigger that notes it.
COMPARED = f"""
COPY (
    SELECT coalesce(entry.id, leaf.audit_id), leaf.leaf_index, entry.id IS NOT NULL,
           CASE WHEN leaf.audit_id IS NULL THEN coalesce((
               SELECT max(noted_at) FROM (
                   SELECT last, noted_at FROM audit_unsealed
                    WHERE first <= entry.id ORDER BY first DESC LIMIT {NEAR}
               ) AS noted WHERE last >= entry.id
           ), (
               SELECT max(noted_at) FROM audit_unsealed
                WHERE first < last AND entry.id BETWEEN first AND last
           )) END
      FROM audit_leaf AS leaf
      FULL JOIN (audit_auditlog AS entry
                 LEFT JOIN audit_auditorigin AS origin ON origin.audit_id = entry.id)
        ON leaf.audit_id = entry.id
     WHERE leaf.leaf_hash IS DISTINCT FROM {LEAF_HASH}
        OR entry.id IS NULL OR NOT ({DIGESTS_FIT.format(row="origin")})
) TO STDOUT
"""  # noqa: S608  it is SQL of ours
# What was noted to be sealed and is there no more.
NOTED = """
SELECT first, rows FROM audit_unsealed AS batch
 WHERE rows > (SELECT count(*) FROM audit_auditlog WHERE id BETWEEN batch.first AND batch.last)
 ORDER BY first
"""
TYPES = ["uuid", "int8", "bool", "timestamptz"]
# Hardly a row is told, which PostgreSQL cannot know: all processors it may use work on them.
AT_ONCE = """
SET LOCAL work_mem = '64MB'; SET LOCAL hash_mem_multiplier = 2;
SET LOCAL parallel_tuple_cost = 0; SET LOCAL parallel_setup_cost = 0
"""
COUNTED = """
SELECT (SELECT count(*) FROM audit_auditlog), (SELECT count(*) FROM audit_leaf)
"""


def count_rows(cursor: Any) -> tuple[int, int]:
    """How many rows the trail has, and how many leaves its log."""
    cursor.execute(COUNTED)
    rows, leaves = cursor.fetchone()
    return rows, leaves


def read_gone(cursor: Any) -> Iterator[RowProblem]:
    """Rows that were noted and are gone before they were sealed; by name where one was noted."""
    cursor.execute(NOTED)
    for first, rows in cursor.fetchall():
        yield RowProblem(id=first if rows == 1 else None, leaf_index=None, kind="missing")


def compare(cursor: Any, now: datetime) -> Iterator[RowProblem | None]:
    """What is wrong with rows, as it is found; None for one that is about to be sealed."""
    cursor.execute(AT_ONCE)
    with cursor.copy(COMPARED) as found:
        found.set_types(TYPES)
        for audit_id, index, is_there, noted_at in found.rows():
            if index is None and noted_at is not None and abs(now - noted_at) < YOUNG:
                yield None
            else:
                kind = _kind(index, is_there=is_there, noted=noted_at is not None)
                yield RowProblem(id=audit_id, leaf_index=index, kind=kind)


def _kind(index: int | None, *, is_there: bool, noted: bool) -> Any:
    if index is None:
        return "unsealed" if noted else "inserted"
    return "changed" if is_there else "missing"
