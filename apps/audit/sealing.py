"""The sealer's pen: rows of the trail become leaves of the log, in the order of their commits.

Leaves, what they complete of the tree, and that their rows are sealed commit together, under a
lock that dies with its holder: a sealer that was killed leaves nothing half done, and two are one.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from apps.audit.canonical import LEAF_HASH
from apps.audit.tree import grown

LOCK = 7236980
log = structlog.get_logger("bdp.audit")

MOST = 20_000  # rows sealed by one transaction

NEXT = """
SELECT id, position, first, last, rows FROM audit_unsealed
 WHERE position > 0 ORDER BY position LIMIT 1000
"""
SIZE = "SELECT coalesce(max(leaf_index) + 1, 0) FROM audit_leaf"
# Each row is looked up by its id: a batch may be a handful of a trail of millions.
BY_INDEX = """
SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off
"""
# Ranges of ids may hold what another statement wrote: a row is sealed once, whoever comes first.
SEAL = f"""
WITH chosen AS MATERIALIZED (
    SELECT DISTINCT ON (found.id) found.id, batch.position
      FROM unnest(%(positions)s::bigint[], %(firsts)s::uuid[], %(lasts)s::uuid[])
           AS batch (position, first, last)
     CROSS JOIN LATERAL (
           SELECT id FROM audit_auditlog AS written WHERE id BETWEEN batch.first AND batch.last
              AND NOT EXISTS (SELECT FROM audit_leaf WHERE audit_id = written.id)
            ORDER BY id LIMIT %(most)s) AS found
     ORDER BY found.id, batch.position
), leaf AS (
    SELECT %(size)s - 1 + row_number() OVER (ORDER BY position, id) AS leaf_index, id FROM chosen
)
INSERT INTO audit_leaf (leaf_index, audit_id, leaf_hash)
SELECT leaf.leaf_index, entry.id, {LEAF_HASH}
  FROM leaf JOIN audit_auditlog AS entry ON entry.id = leaf.id
  LEFT JOIN audit_auditorigin AS origin ON origin.audit_id = entry.id
 ORDER BY leaf.leaf_index
RETURNING leaf_index, audit_id, leaf_hash
"""  # noqa: S608  the hash is SQL of ours
KEEP_NODES = """
INSERT INTO audit_node (level, number, hash)
SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
"""
SEALED = "DELETE FROM audit_unsealed WHERE id = ANY(%s)"
# Rows that were noted and are gone stay noted, out of the sealer's way: verifying names them.
SET_ASIDE = """
UPDATE audit_unsealed AS batch SET position = -position
 WHERE id = ANY(%s) AND rows > (
       SELECT count(*) FROM audit_auditlog AS written WHERE written.id BETWEEN first AND last)
RETURNING id, first, rows
"""
GO_ON_FROM = """
UPDATE audit_unsealed AS batch SET first = %(next)s, rows = rows + 1 - (
       SELECT count(*) FROM audit_auditlog AS written WHERE written.id BETWEEN first AND %(next)s)
 WHERE id = %(id)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one statement wrote, not sealed yet."""

    id: int
    position: int
    first: UUID
    last: UUID
    rows: int


def seal_some(cursor: Any) -> int:
    """Seal what comes next, in the transaction at hand, whose lock is held; 0 if nothing is left.

    Returns how many batches there were, of which the last may not have ended.
    """
    if not (batches := _next(cursor)):
        return 0
    cursor.execute(BY_INDEX)
    size = tree_size(cursor)
    told = {
        "positions": [batch.position for batch in batches],
        "firsts": [batch.first for batch in batches],
        "lasts": [batch.last for batch in batches],
        "most": MOST,
        "size": size,
    }
    cursor.execute(SEAL, told)
    leaves = sorted((index, audit_id, bytes(found)) for index, audit_id, found in cursor.fetchall())
    _keep_nodes(cursor, size, [found for _, _, found in leaves])
    if len(batches) == 1 and len(leaves) == MOST:
        cursor.execute(GO_ON_FROM, {"next": leaves[-1][1], "id": batches[0].id})
    else:
        _forget(cursor, {batch.id for batch in batches})
    return len(batches)


def tree_size(cursor: Any) -> int:
    """How many leaves there are."""
    cursor.execute(SIZE)
    return int(cursor.fetchone()[0])


def _forget(cursor: Any, done: set[int]) -> None:
    """Take the notes of what was sealed away, unless some of it was gone."""
    cursor.execute(SET_ASIDE, [list(done)])
    aside = cursor.fetchall()
    for _, first, rows in aside:
        log.error("rows of the trail are gone before they were sealed", first=first, noted=rows)
    cursor.execute(SEALED, [list(done - {batch for batch, *_ in aside})])


def _next(cursor: Any) -> list[Batch]:
    """The batches that come next: as many as are sealed at once, or one that is larger."""
    cursor.execute(NEXT)
    names = [column.name for column in cursor.description]
    chosen, rows = list[Batch](), 0
    for found in cursor.fetchall():
        batch = Batch(**dict(zip(names, found, strict=True)))
        rows += batch.rows
        if chosen and rows > MOST:
            break
        chosen.append(batch)
    return chosen


def _keep_nodes(cursor: Any, size: int, hashes: list[bytes]) -> None:
    nodes = list(grown(cursor, size, hashes))
    if nodes:
        cursor.execute(KEEP_NODES, [list(column) for column in zip(*nodes, strict=True)])
