"""The arithmetic of a Merkle log, as RFC 6962 (section 2.1) has it; it knows no table.

A span of leaves is a pair of bounds, the second exclusive. Those that occur here begin where a
subtree of the tree begins, so each is made up of a few subtrees that are complete: `Subtree`s,
known by how many levels they have and which of their width they are.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple, TypeAlias

EMPTY = sha256().digest()  # the root of a log without leaves
WIDTH = 32  # bytes of a hash

Span: TypeAlias = tuple[int, int]


class Subtree(NamedTuple):
    """`2 ** level` leaves from the `number * 2 ** level`-th on."""

    level: int
    number: int


def leaf_hash(content: bytes) -> bytes:
    """What stands for a leaf."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """What stands for two subtrees side by side."""
    return sha256(b"\x01" + left + right).digest()


def inclusion(index: int, size: int) -> list[Span]:
    """The spans whose hashes prove that a leaf is in a tree of `size`, from the leaf upwards."""
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _left(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency(old: int, new: int) -> list[Span]:
    """The spans whose hashes prove that a tree of size `new` begins with the one of size `old`."""
    if old in (0, new):
        return []
    path, start, end = [], 0, new
    while end != old:
        middle = start + _left(end - start)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return [*([(start, end)] if start else []), *path[::-1]]


def subtrees(span: Span) -> Iterator[Subtree]:
    """The complete subtrees that make up a span, the largest first."""
    start, end = span
    while start < end:
        level = (end - start).bit_length() - 1
        yield Subtree(level, start >> level)
        start += 1 << level


def folded(hashes: Sequence[bytes]) -> bytes:
    """The hash of a span, of those of its subtrees."""
    if not hashes:
        return EMPTY
    *others, found = hashes
    for left in reversed(others):
        found = node_hash(left, found)
    return found


def halved(hashes: bytes) -> bytes:
    """The hashes one level higher, side by side as those given; the last of an odd number waits."""
    pairs = range(0, len(hashes) - 2 * WIDTH + 1, 2 * WIDTH)
    return b"".join([sha256(b"\x01" + hashes[at : at + 2 * WIDTH]).digest() for at in pairs])


def complete(hashes: bytes) -> bytes:
    """The hash of one complete subtree, of its leaves' side by side."""
    while len(hashes) > WIDTH:
        hashes = halved(hashes)
    return hashes


def _left(count: int) -> int:
    """How many leaves stand left in a subtree: the largest power of two less than their number."""
    return 1 << ((count - 1).bit_length() - 1)
