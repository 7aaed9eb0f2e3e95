"""The log's arithmetic is that of RFC 6962: its recursive definitions say the same."""

from base64 import b64decode
from hashlib import sha256

import pytest

from apps.audit.merkle import (
    EMPTY,
    Span,
    complete,
    consistency,
    folded,
    inclusion,
    leaf_hash,
    node_hash,
    subtrees,
)

SIZES = range(1, 70)
CONTENTS = [str(number).encode() * number for number in range(70)]

# The reference tree of eight leaves that implementations of certificate transparency share.
REFERENCE = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
             "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def _root(contents: list[bytes]) -> bytes:
    """Section 2.1: MTH."""
    if len(contents) < 2:
        return sha256(b"\0" + contents[0]).digest() if contents else sha256().digest()
    k = _k(len(contents))
    return sha256(b"\1" + _root(contents[:k]) + _root(contents[k:])).digest()


def _path(m: int, contents: list[bytes]) -> list[bytes]:
    """Section 2.1.1: PATH."""
    if len(contents) == 1:
        return []
    k = _k(len(contents))
    if m < k:
        return [*_path(m, contents[:k]), _root(contents[k:])]
    return [*_path(m - k, contents[k:]), _root(contents[:k])]


def _proof(m: int, contents: list[bytes], *, known: bool = True) -> list[bytes]:
    """Section 2.1.2: SUBPROOF."""
    if m == len(contents):
        return [] if known else [_root(contents)]
    k = _k(len(contents))
    if m <= k:
        return [*_proof(m, contents[:k], known=known), _root(contents[k:])]
    return [*_proof(m - k, contents[k:], known=False), _root(contents[:k])]


def _k(count: int) -> int:
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def _hash(span: Span) -> bytes:
    """The hash of a span, as a stored tree makes it: of its complete subtrees."""
    leaves = [leaf_hash(content) for content in CONTENTS]
    return folded(
        [
            complete(b"".join(leaves[part.number << part.level : (part.number + 1) << part.level]))
            for part in subtrees(span)
        ]
    )


def test_the_reference_tree_has_its_roots() -> None:
    leaves = [leaf_hash(bytes.fromhex(text)) for text in REFERENCE]
    for size, root in enumerate(ROOTS, 1):
        parts = [
            complete(b"".join(leaves[part.number << part.level : (part.number + 1) << part.level]))
            for part in subtrees((0, size))
        ]
        assert folded(parts).hex() == root


def test_a_log_without_leaves_has_the_root_of_nothing() -> None:
    assert folded([]) == EMPTY == b64decode("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")


def test_leaves_and_nodes_cannot_be_taken_for_each_other() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert node_hash(left, right) != leaf_hash(left + right)


@pytest.mark.parametrize("size", SIZES)
def test_roots_are_those_of_the_definition(size: int) -> None:
    assert _hash((0, size)) == _root(CONTENTS[:size])


@pytest.mark.parametrize("size", SIZES)
def test_paths_are_those_of_the_definition(size: int) -> None:
    for index in range(size):
        found = [_hash(span) for span in inclusion(index, size)]
        assert found == _path(index, CONTENTS[:size])


@pytest.mark.parametrize("size", SIZES)
def test_consistency_is_that_of_the_definition(size: int) -> None:
    for old in range(1, size + 1):
        found = [_hash(span) for span in consistency(old, size)]
        assert found == _proof(old, CONTENTS[:size])
    assert consistency(0, size) == []
