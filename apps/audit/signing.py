"""What is signed of the log, and by which key: heads, and that a key endorses the next one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from apps.audit.errors import KeyRetired, LogRewritten
from apps.audit.merkle import EMPTY
from apps.audit.sealing import tree_size
from apps.audit.tree import span_hashes
from apps.core.kept import Signed
from apps.core.keys import holds
from apps.core.services import PRIMARY, services

APART = timedelta(seconds=20)  # between two heads while there is much to do

LAST = "SELECT tree_size, signed_at, root FROM audit_head ORDER BY tree_size DESC LIMIT 1"
NEWEST_KEY = "SELECT key_id, public_key, since FROM audit_signingkey ORDER BY since DESC LIMIT 1"
KNOWN = "SELECT EXISTS (SELECT FROM audit_signingkey WHERE key_id = %s)"
ADD_KEY = """
INSERT INTO audit_signingkey (key_id, public_key, since, endorsement) VALUES (%s, %s, %s, %s)
"""
ADD_HEAD = """
INSERT INTO audit_head (tree_size, root, signed_at, key_id, signature) VALUES (%s, %s, %s, %s, %s)
"""
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The newest head: of how many leaves, of when, and their root."""

    size: int = 0
    at: datetime = NEVER
    root: bytes = EMPTY

    def signed(self) -> Signed | None:
        """As it is kept outside of the database."""
        return Signed(self.size, self.root.hex()) if self.size else None


def sign_head(cursor: Any, *, at_once: bool = False) -> bool:
    """Sign the log as it is, if it has grown and the last head is old enough, or `at_once`.

    In the transaction at hand, whose lock is held. Returns whether it did. Raises `LogRewritten`
    where the log does not go on from what was signed.
    """
    last, size = last_head(cursor), tree_size(cursor)
    now = services.clock.now()
    if size == last.size or not (at_once or abs(now - last.at) >= APART):
        return False
    for signed in (last.signed(), services.kept_head.read()):
        _hold_to(cursor, size, signed)
    at = max(now, last.at)  # also where the clock was set back
    key_id, at = current_key(cursor, at)
    (root,) = span_hashes(cursor, [(0, size)])
    signature = services.trail_key.sign(head_message(size, root, at))
    cursor.execute(ADD_HEAD, [size, root, at, key_id, signature])
    keep_head(Signed(size, root.hex()))
    return True


def keep_head(signed: Signed | None) -> None:
    """Keep a head outside of the database, once its transaction did not fail."""
    transaction.on_commit(lambda: services.kept_head.keep(signed), using=PRIMARY)


def current_key(cursor: Any, at: datetime) -> tuple[str, datetime]:
    """The id of the present key, entered into the list if it is new, and when it may sign.

    Raises `KeyRetired` for one that another has followed.
    """
    public = services.trail_key.public()
    key_id = id_of(public)
    cursor.execute(NEWEST_KEY)
    newest = cursor.fetchone()
    if newest and newest[0] == key_id:
        return key_id, max(at, newest[2])
    cursor.execute(KNOWN, [key_id])
    if cursor.fetchone()[0]:
        raise KeyRetired(key_id=key_id)
    since = max(at, last_head(cursor).at)  # also where the clock was set back
    if newest:
        since = max(since, newest[2] + timedelta(microseconds=1))
    endorsement = services.trail_key.endorsement()
    if not newest or not holds(bytes(newest[1]), endorsement or b"", key_message(public)):
        endorsement = None  # that of a key which signed another trail, or signed none of this one
    cursor.execute(ADD_KEY, [key_id, public, since, endorsement])
    return key_id, since


def id_of(public: bytes) -> str:
    """What a public key is called: the beginning of its SHA-256."""
    return sha256(public).hexdigest()[:16]


def head_message(size: int, root: bytes, at: datetime) -> bytes:
    """The bytes that the signature of a head is over."""
    return f"bdp-audit\n{size}\n{root.hex()}\n{instant(at)}\n".encode()


def key_message(following: bytes) -> bytes:
    """The bytes by whose signature a key endorses the public one that follows it."""
    return f"bdp-audit-next-key\n{following.hex()}\n".encode()


def instant(at: datetime) -> str:
    """An instant as the API shows it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def last_head(cursor: Any) -> Last:
    """The newest head, or what stands before the first."""
    cursor.execute(LAST)
    found = cursor.fetchone()
    return Last(size=found[0], at=found[1], root=bytes(found[2])) if found else Last()


def _hold_to(cursor: Any, size: int, signed: Signed | None) -> None:
    if signed is None:
        return
    if size < signed.size or span_hashes(cursor, [(0, signed.size)])[0].hex() != signed.root:
        raise LogRewritten(size=signed.size)
