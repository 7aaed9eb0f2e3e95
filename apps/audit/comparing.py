"""Every row of the trail beside its leaf: what fits no more is told as it is found.

It goes by parts of the ids that there can be, so that several connections can take turns.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, TypeAlias
from uuid import UUID

from apps.audit.canonical import DIGESTS_FIT, LEAF_HASH
from apps.audit.dtos import RowProblem

YOUNG = timedelta(minutes=5)  # what is not sealed for as long is about to be

IDS = 1 << 128  # as many as 128 bits tell apart
LEAVES_OF_PART = 1 << 15  # about as many: leaves are nearly in the order of their rows' ids
Part: TypeAlias = tuple[UUID, UUID]  # the first id that is of it, and the last

BOUNDS = "SELECT audit_id FROM audit_leaf WHERE leaf_index = ANY(%s)"
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
      FROM (SELECT * FROM audit_leaf WHERE audit_id BETWEEN %(first)s AND %(last)s) AS leaf
      FULL JOIN ((SELECT * FROM audit_auditlog WHERE id BETWEEN %(first)s AND %(last)s) AS entry
                 LEFT JOIN (SELECT * FROM audit_auditorigin
                             WHERE audit_id BETWEEN %(first)s AND %(last)s) AS origin
                   ON origin.audit_id = entry.id)
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
# All three are read in the order of their ids, whatever their statistics say.
IN_ORDER = """
SET LOCAL enable_hashjoin = off; SET LOCAL enable_nestloop = off;
SET LOCAL max_parallel_workers_per_gather = 0
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


def parts(cursor: Any, size: int) -> list[Part]:
    """Parts that every id is in one of, for a log of `size` leaves."""
    cursor.execute(BOUNDS, [list(range(LEAVES_OF_PART, size, LEAVES_OF_PART))])
    ends = sorted({0, IDS, *(found.int for (found,) in cursor.fetchall())})
    return [(UUID(int=start), UUID(int=end - 1)) for start, end in pairwise(ends)]


def compare(cursor: Any, parts: Iterable[Part], now: datetime) -> Iterator[RowProblem | None]:
    """What is wrong with rows, as it is found; None for one that is about to be sealed."""
    cursor.execute(IN_ORDER)
    for first, last in parts:
        yield from _compared(cursor, {"first": first, "last": last}, now)


def _compared(cursor: Any, part: dict[str, UUID], now: datetime) -> Iterator[RowProblem | None]:
    with cursor.copy(COMPARED, part) as found:
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
