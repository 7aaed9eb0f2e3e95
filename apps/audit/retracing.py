"""The whole tree again, of its leaves: its roots, wherever a head was signed, in little memory."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from apps.audit.dtos import LogProblem, RowProblem
from apps.audit.merkle import WIDTH, Subtree, complete, folded, halved, node_hash, subtrees
from apps.audit.tree import LEAVES_OF_TILE, TILE, stored_nodes

AT_ONCE = 1 << 16  # leaves read by one statement
ABSENT = bytes(WIDTH)  # in place of a leaf that is gone

LEAVES = """
SELECT count(*), count(DISTINCT leaf_index), string_agg(leaf_hash, ''::bytea ORDER BY leaf_index)
  FROM audit_leaf WHERE leaf_index >= %s AND leaf_index < %s
"""
NUMBERED = """
SELECT leaf_index, leaf_hash, audit_id FROM audit_leaf WHERE leaf_index >= %s AND leaf_index < %s
"""
BEFORE_THE_FIRST = "SELECT leaf_index, audit_id FROM audit_leaf WHERE leaf_index < 0"
Problem: TypeAlias = RowProblem | LogProblem
Progress: TypeAlias = Callable[[int], None]


class Retracing:
    """Goes through the leaves once; `roots` are filled at the sizes that they were asked for."""

    def __init__(self, cursor: Any, size: int, sizes: Sequence[int]) -> None:
        self._cursor, self._size = cursor, size
        self._wanted = [size for size in sizes if size][::-1]  # the smallest last
        self._peaks: list[tuple[Subtree, bytes]] = []
        self.roots: dict[int, bytes] = {}

    def run(self, progress: Progress) -> Iterator[Problem]:
        """Every leaf that is gone or stands where none may, and every stored part not made so."""
        self._cursor.execute(BEFORE_THE_FIRST)
        yield from (_inserted(*found) for found in self._cursor.fetchall())
        for start in range(0, self._size, AT_ONCE):
            end = min(start + AT_ONCE, self._size)
            leaves, wrong = self._read(start, end)
            yield from wrong
            made = self._climb(leaves)
            stored = stored_nodes(self._cursor, list(made))
            yield from _differing(made, stored)
            progress(end)

    def _read(self, start: int, end: int) -> tuple[bytes, list[Problem]]:
        """The hashes of these leaves side by side, and which there are not, or more than once."""
        self._cursor.execute(LEAVES, [start, end])
        count, places, text = self._cursor.fetchone()
        if count == places == end - start and len(text) == WIDTH * count:
            return bytes(text), []
        self._cursor.execute(NUMBERED, [start, end])
        rows = self._cursor.fetchall()
        found, times = (
            {index: bytes(leaf) for index, leaf, _ in rows},
            Counter(row[0] for row in rows),
        )
        wrong: list[Problem] = [_inserted(at, row) for at, _, row in rows if times[at] > 1]
        gone = [index for index in range(start, end) if index not in found]
        wrong += [RowProblem(id=None, leaf_index=index, kind="missing") for index in gone]
        leaves = [found.get(index, ABSENT)[:WIDTH].ljust(WIDTH) for index in range(start, end)]
        return b"".join(leaves), wrong

    def _climb(self, leaves: bytes) -> dict[Subtree, bytes]:
        """What these leaves complete of the tree, with the roots on the way."""
        made: dict[Subtree, bytes] = {}
        tile, begun = LEAVES_OF_TILE * WIDTH, self._done()
        end = begun + len(leaves) // WIDTH
        whole = len(leaves) - len(leaves) % tile
        row = leaves[:whole]
        for _ in range(TILE):
            row = halved(row)
        for place in range(whole // tile + 1):
            start = begun + place * LEAVES_OF_TILE
            while self._wanted and self._wanted[-1] < min(start + LEAVES_OF_TILE, end + 1):
                size = self._wanted.pop()
                first = place * tile
                self.roots[size] = self._root(leaves[first : first + (size - start) * WIDTH])
            if found := row[place * WIDTH : (place + 1) * WIDTH]:
                made |= self._grow(Subtree(TILE, start >> TILE), found)
        return made

    def _done(self) -> int:
        """How many leaves the complete tiles so far hold."""
        if not self._peaks:
            return 0
        last, _ = self._peaks[-1]
        return (last.number + 1) << last.level

    def _root(self, rest: bytes) -> bytes:
        """The root of the tiles so far and these leaves."""
        parts = [found for _, found in self._peaks]
        for part in subtrees((0, len(rest) // WIDTH)):
            start = (part.number << part.level) * WIDTH
            parts.append(complete(rest[start : start + (WIDTH << part.level)]))
        return folded(parts)

    def _grow(self, part: Subtree, found: bytes) -> Iterator[tuple[Subtree, bytes]]:
        """Add a tile, and what it completes."""
        yield part, found
        while part.number % 2:
            _, left = self._peaks.pop()
            part, found = Subtree(part.level + 1, part.number >> 1), node_hash(left, found)
            yield part, found
        self._peaks.append((part, found))


def _inserted(index: int, audit_id: UUID) -> RowProblem:
    return RowProblem(id=audit_id, leaf_index=index, kind="inserted")


def _differing(made: Mapping[Subtree, bytes], stored: Mapping[Subtree, bytes]) -> Iterator[Problem]:
    for part, found in made.items():
        if stored.get(part) != found:
            end = (part.number + 1) << part.level
            why = f"the stored hash of {1 << part.level:,} leaves is not what they make"
            yield LogProblem(what="tree", tree_size=end, why=why)
