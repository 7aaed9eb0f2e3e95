"""The stored tree: leaves, and complete subtrees from a level on; all others are made of these.

So a proof reads a few rows more than it has hashes, and at most two tiles of leaves.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from apps.audit.errors import LogBroken
from apps.audit.merkle import WIDTH, Span, Subtree, complete, folded, halved, subtrees

TILE = 8  # the level of the smallest subtrees that are stored
LEAVES_OF_TILE = 1 << TILE  # leaves of one of these

LEAVES = "SELECT leaf_index, leaf_hash FROM audit_leaf WHERE leaf_index = ANY(%s)"
NODES = """
SELECT level, number, hash FROM audit_node
  JOIN unnest(%s::smallint[], %s::bigint[]) AS wanted (level, number) USING (level, number)
"""
TAIL = """
SELECT leaf_hash FROM audit_leaf WHERE leaf_index >= %s AND leaf_index < %s ORDER BY leaf_index
"""


def span_hashes(cursor: Any, spans: Sequence[Span]) -> list[bytes]:
    """The hash of each span, read by `cursor` in two statements. Raises `LogBroken`."""
    parts = [list(subtrees(span)) for span in spans]
    known = _read(cursor, {part for found in parts for part in found})
    return [folded([known[part] for part in found]) for found in parts]


def grown(cursor: Any, size: int, hashes: Sequence[bytes]) -> Iterator[tuple[int, int, bytes]]:
    """The level, number and hash of what `hashes`, appended to `size` leaves, complete."""
    number = size >> TILE
    cursor.execute(TAIL, [number << TILE, size])
    before = cursor.fetchall()
    if len(before) != size % LEAVES_OF_TILE:
        raise LogBroken
    leaves = b"".join([*(bytes(found) for (found,) in before), *hashes])
    tile = LEAVES_OF_TILE * WIDTH
    ends = range(tile, len(leaves) + 1, tile)
    level, row = TILE, b"".join(complete(leaves[end - tile : end]) for end in ends)
    while row:
        for place in range(0, len(row), WIDTH):
            yield level, number + place // WIDTH, row[place : place + WIDTH]
        if number % 2:
            left = Subtree(level, number - 1)
            row = _read(cursor, [left])[left] + row
        level, number, row = level + 1, number >> 1, halved(row)


def _read(cursor: Any, wanted: Iterable[Subtree]) -> dict[Subtree, bytes]:
    large = [part for part in wanted if part.level >= TILE]
    small = [part for part in wanted if part.level < TILE]
    found = {**stored_nodes(cursor, large), **_made(cursor, small)}
    if len(found) < len(large) + len(small):
        raise LogBroken
    return found


def stored_nodes(cursor: Any, wanted: Sequence[Subtree]) -> dict[Subtree, bytes]:
    """The stored hashes of complete subtrees, of those that are stored."""
    if not wanted:
        return {}
    cursor.execute(NODES, [[part.level for part in wanted], [part.number for part in wanted]])
    return {Subtree(level, number): bytes(found) for level, number, found in cursor.fetchall()}


def _made(cursor: Any, wanted: Sequence[Subtree]) -> dict[Subtree, bytes]:
    if not wanted:
        return {}
    indexes = {part: _leaves(part) for part in wanted}
    cursor.execute(LEAVES, [[index for found in indexes.values() for index in found]])
    hashes = {index: bytes(found) for index, found in cursor.fetchall()}
    return {
        part: complete(b"".join(hashes[index] for index in found))
        for part, found in indexes.items()
        if hashes.keys() >= set(found)
    }


def _leaves(part: Subtree) -> range:
    return range(part.number << part.level, (part.number + 1) << part.level)
