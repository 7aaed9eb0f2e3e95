"""What the log says of a row, of itself, and of its keys, as read by a cursor."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.audit import attesting
from apps.audit.canonical import CONTENT
from apps.audit.dtos import Checkpoint, Consistency, Keys
from apps.audit.errors import CheckpointNotFound
from apps.audit.merkle import Span
from apps.audit.signing import instant
from apps.audit.tree import span_hashes

NEWEST = f"{attesting.HEAD} ORDER BY tree_size DESC LIMIT 1"
OF_SIZE = f"{attesting.HEAD} WHERE tree_size = %s"
FIRST_FROM = f"{attesting.HEAD} WHERE tree_size > %s ORDER BY tree_size LIMIT 1"
LEAF = f"""
SELECT leaf.leaf_index, leaf.leaf_hash, entry.entity_type, entry.entity_id,
       entry.token_id IS NOT NULL, {CONTENT}
  FROM audit_leaf AS leaf LEFT JOIN audit_auditlog AS entry ON entry.id = leaf.audit_id
  LEFT JOIN audit_auditorigin AS origin ON origin.audit_id = leaf.audit_id
 WHERE leaf.audit_id = %s
"""  # noqa: S608  the content is SQL of ours


@dataclass(frozen=True, slots=True)
class FoundLeaf:
    """A leaf, with what its row is about: nothing where the row is gone."""

    index: int
    hash: bytes
    entity: tuple[str, UUID] | None
    by_token: bool
    content: bytes


def find_leaf(cursor: Any, audit_id: UUID) -> FoundLeaf | None:
    """The leaf of a row, if it has been sealed."""
    cursor.execute(LEAF, [audit_id])
    if (found := cursor.fetchone()) is None:
        return None
    index, hashed, entity_type, entity_id, by_token, content = found
    entity = (entity_type, entity_id) if entity_type else None
    return FoundLeaf(index, bytes(hashed), entity, by_token, bytes(content))


def newest_head(cursor: Any) -> Checkpoint:
    """The head that was signed last. Raises `CheckpointNotFound` before the first."""
    return _head(cursor, NEWEST, [], "yet: a worker does, within a minute of the first change")


def head_of(cursor: Any, size: int) -> Checkpoint:
    """The head of a size. Raises `CheckpointNotFound`."""
    return _head(cursor, OF_SIZE, [size], f"at {size:,} leaves")


def oldest_head_with(cursor: Any, index: int) -> Checkpoint:
    """The first head that holds a leaf. Raises `CheckpointNotFound`."""
    return _head(cursor, FIRST_FROM, [index], f"that holds leaf {index:,}")


def read_hashes(cursor: Any, spans: Sequence[Span]) -> tuple[str, ...]:
    """The hashes of spans, in hexadecimal."""
    return tuple(found.hex() for found in span_hashes(cursor, spans))


def read_consistency(cursor: Any, spans: Sequence[Span]) -> Consistency:
    """The proof that is made of these spans."""
    return Consistency(hashes=read_hashes(cursor, spans))


def read_keys(cursor: Any) -> Keys:
    """Every key there was."""
    return Keys(
        keys=tuple(
            {
                "key_id": key.key_id,
                "algorithm": "Ed25519",
                "public_key": b64encode(key.public).decode(),
                "from": instant(key.since),
                "until": instant(key.until) if key.until else None,
                "endorsement": b64encode(key.endorsement).decode() if key.endorsement else None,
            }
            for key in attesting.read_keys(cursor)
        )
    )


def _head(cursor: Any, statement: str, parameters: list[int], which: str) -> Checkpoint:
    cursor.execute(statement, parameters)
    if (found := cursor.fetchone()) is None:
        raise CheckpointNotFound(which=which)
    size, root, at, key_id, signature = found
    return Checkpoint(
        tree_size=size, root=bytes(root).hex(), signed_at=instant(at), key_id=key_id,
        signature=b64encode(signature).decode(),
    )  # fmt: skip
