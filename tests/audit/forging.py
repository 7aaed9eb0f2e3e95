"""What a forger who owns the database can do, and one who holds the key as well."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.db import connections

from apps.audit.canonical import LEAF_HASH
from apps.audit.merkle import complete, folded, subtrees
from apps.audit.models import Head, Leaf, SigningKey
from apps.audit.signing import head_message, id_of
from apps.audit.tree import grown
from apps.core.keys import TrailKey
from apps.core.services import OWNER, Clock, services
from tests.audit import trail

FREE = 1 << 40  # a place that no leaf has
CONTENT = "action, user_id, actor_label, entity_type, entity_id, entity_label, metadata"
COPY_ROW = f"""
INSERT INTO audit_auditlog (id, {CONTENT}, request_id, token_id, created_at)
SELECT %s, {CONTENT}, request_id, token_id, now() FROM audit_auditlog WHERE id = %s
"""  # noqa: S608
SWAP_CONTENTS = """
UPDATE audit_auditlog AS mine SET (entity_id, entity_label, metadata, created_at) =
       (other.entity_id, other.entity_label, other.metadata, other.created_at)
  FROM unnest(%s::uuid[], %s::uuid[]) AS pair (mine, other)
  JOIN audit_auditlog AS other ON other.id = pair.other
 WHERE mine.id = pair.mine
"""
REHASH = f"""
UPDATE audit_leaf AS mine SET leaf_hash = {LEAF_HASH}
  FROM audit_leaf AS leaf JOIN audit_auditlog AS entry ON entry.id = leaf.audit_id
  LEFT JOIN audit_auditorigin AS origin ON origin.audit_id = entry.id
 WHERE mine.leaf_index = leaf.leaf_index
"""  # noqa: S608


def later(**by: float) -> Clock:
    """A clock that is ahead."""
    return Clock(lambda: datetime.now(UTC) + timedelta(**by))


def key() -> TrailKey:
    """A key that is not the registry's."""
    return TrailKey(Path(), b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode())


def swap_leaves(one: int, other: int) -> None:
    """Let two leaves change places, hashes and all."""
    for index, place in ((one, FREE), (other, one), (FREE, other)):
        trail.by_hand("UPDATE audit_leaf SET leaf_index = %s WHERE leaf_index = %s", [place, index])


def rewrite_from(log: list[UUID], order: list[UUID], *, add: tuple[UUID, UUID]) -> None:
    """Number the leaves anew in an order that holds one row more, and hash them all anew."""
    trail.by_hand(COPY_ROW, add)
    trail.by_hand("DELETE FROM audit_leaf")
    trail.by_hand(
        "INSERT INTO audit_leaf SELECT place - 1, id, ''"
        " FROM unnest(%s::uuid[]) WITH ORDINALITY AS told (id, place)",
        [order],
    )
    rehash()


def rehash(*, sign_anew: bool = False, of: str = "") -> None:
    """Make the log fit the rows again: leaves, tree, and with a key in hand the heads too."""
    if of:
        trail.by_hand(f"UPDATE audit_auditlog SET {of}")  # noqa: S608
    trail.by_hand(REHASH)
    hashes = [bytes(leaf.leaf_hash) for leaf in Leaf.objects.order_by("leaf_index")]
    trail.by_hand("DELETE FROM audit_node")
    with connections[OWNER].cursor() as cursor:
        nodes = [list(column) for column in zip(*_grown(cursor, hashes), strict=True)]
    trail.by_hand(
        "INSERT INTO audit_node SELECT * FROM unnest(%s::int[], %s::bigint[], %s::bytea[])", nodes
    )
    if sign_anew:
        _sign_anew(hashes)
        services.kept_head.keep(None)  # who has the key has what is beside it


def _grown(cursor: Any, hashes: list[bytes]) -> list[tuple[int, int, bytes]]:
    return list(grown(cursor, 0, hashes))


def _sign_anew(hashes: list[bytes]) -> None:
    public = services.trail_key.public()
    if not SigningKey.objects.filter(key_id=id_of(public)).exists():
        trail.by_hand(
            "UPDATE audit_signingkey SET key_id = %s, public_key = %s", [id_of(public), public]
        )
    for head in Head.objects.all():
        size = head.tree_size
        parts = [complete(b"".join(hashes[p.number << p.level : (p.number + 1) << p.level]))
                 for p in subtrees((0, size))]  # fmt: skip
        root = folded(parts)
        signature = services.trail_key.sign(head_message(size, root, head.signed_at))
        trail.by_hand(
            "UPDATE audit_head SET root = %s, key_id = %s, signature = %s WHERE tree_size = %s",
            [root, id_of(public), signature, size],
        )


def call(*command: str) -> None:
    """Run an operator's command."""
    call_command(*command)


def run(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, Any]:
    """With which status a command ends, and what it prints for programs, if it does."""
    capsys.readouterr()
    status = 0
    try:
        call(*command)
    except SystemExit as ended:
        status = 1 if isinstance(ended.code, str) else int(ended.code or 0)
    last = capsys.readouterr().out.splitlines()[-1]
    return status, json.loads(last) if "--json" in command else last
