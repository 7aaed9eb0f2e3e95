"""Heads and keys: whether each head was signed by a key of its time, over what the leaves make."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.audit.dtos import Checkpoint, LogProblem
from apps.audit.signing import NEVER, head_message, id_of, key_message
from apps.core.kept import Signed
from apps.core.keys import holds

HEAD = "SELECT tree_size, root, signed_at, key_id, signature FROM audit_head"
HEADS = f"{HEAD} ORDER BY tree_size"
KEYS = "SELECT key_id, public_key, since, endorsement FROM audit_signingkey ORDER BY since"


@dataclass(frozen=True, slots=True)
class Key:
    """A public key as the database has it."""

    key_id: str
    public: bytes
    since: datetime
    endorsement: bytes | None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A head as the database has it."""

    size: int
    root: bytes
    at: datetime
    key_id: str
    signature: bytes


def read_heads(cursor: Any) -> list[Head]:
    """Every head, the smallest first."""
    cursor.execute(HEADS)
    return [
        Head(size, bytes(root), at, key_id, bytes(signature))
        for size, root, at, key_id, signature in cursor.fetchall()
    ]


def read_keys(cursor: Any) -> list[Key]:
    """Every key, the oldest first, with when the next one followed it."""
    cursor.execute(KEYS)
    found = cursor.fetchall()
    ends = [*(since for _, _, since, _ in found[1:]), None]
    return [
        Key(key_id, bytes(public), since, endorsed and bytes(endorsed), until)
        for (key_id, public, since, endorsed), until in zip(found, ends, strict=False)
    ]


def check_keys(keys: list[Key], own: bytes | None) -> Iterator[LogProblem]:
    """Faults of the list: it must end in the registry's `own` key, and endorsements hold."""
    if own is not None and keys and keys[-1].public != own:
        yield _key("the newest of the list is not the registry's own, which `audit checkpoint` "
                   "enters if it is new")  # fmt: skip
    for key in keys:
        if key.key_id != id_of(key.public):
            yield _key(f"{key.key_id} does not fit what it stands for")
    for before, key in zip([None, *keys], keys, strict=False):
        if key.endorsement and not _is_endorsed(before, key):
            yield _key(f"{key.key_id} is not endorsed by the one before it, as the list says")


def unendorsed(keys: list[Key]) -> tuple[str, ...]:
    """Keys that followed others without their endorsement: a file was lost, or a key given."""
    return tuple(key.key_id for key in keys[1:] if not key.endorsement)


def _is_endorsed(before: Key | None, key: Key) -> bool:
    return before is not None and holds(
        before.public, key.endorsement or b"", key_message(key.public)
    )


def check_heads(
    heads: list[Head], keys: list[Key], roots: Mapping[int, bytes]
) -> Iterator[LogProblem]:
    """Every fault of a head; `roots` are what the leaves make."""
    known, last = {key.key_id: key for key in keys}, NEVER
    for head in heads:
        if why := _fault(head, known.get(head.key_id), roots, last):
            yield LogProblem(what="head", tree_size=head.size, why=why)
        last = max(last, head.at)


def check_kept(
    kept: Checkpoint, keys: list[Key], roots: Mapping[int, bytes]
) -> Iterator[LogProblem]:
    """What is wrong with the log beside a head that somebody kept."""
    known = {key.key_id: key for key in keys}
    at = datetime.fromisoformat(kept.signed_at)
    root, signature = bytes.fromhex(kept.root), b64decode(kept.signature)
    head = Head(kept.tree_size, root, at, kept.key_id, signature)
    if why := _fault(head, known.get(head.key_id), roots, NEVER):
        yield LogProblem(what="checkpoint", tree_size=kept.tree_size, why=why)


def check_own(
    own: Signed | None, heads: list[Head], roots: Mapping[int, bytes]
) -> Iterator[LogProblem]:
    """What is wrong with the log beside the head that this machine signed last."""
    if own is None or any((head.size, head.root.hex()) == (own.size, own.root) for head in heads):
        return  # heads of the list are looked at anyway
    found = roots.get(own.size, b"").hex()
    why = "the registry signed another root last" if found else "the registry signed more leaves"
    if found != own.root:
        yield LogProblem(what="checkpoint", tree_size=own.size, why=f"{why}, as is kept by its key")


def _fault(head: Head, key: Key | None, roots: Mapping[int, bytes], last: datetime) -> str:
    if head.size not in roots:
        return "the log has fewer leaves than it was signed over"
    if roots[head.size] != head.root:
        return "the leaves make another root than was signed"
    if key is None:
        return f"its key {head.key_id} is unknown"
    if not holds(key.public, head.signature, head_message(head.size, head.root, head.at)):
        return f"its signature is not by {head.key_id}, or over something else"
    if head.at < key.since or (key.until and head.at > key.until):
        return f"it bears an instant at which {head.key_id} was not the key"
    return "it bears an earlier instant than one before it" if head.at < last else ""


def _key(why: str) -> LogProblem:
    return LogProblem(what="key", tree_size=None, why=why)
