"""What the trail shows. Values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to which entity, when, with what was before and after; without the address."""

    id: UUID
    action: str
    user_id: UUID | None
    actor_label: str
    entity_type: str
    entity_id: UUID
    entity_label: str
    metadata: dict[str, Any]
    request_id: UUID
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request came from, until somebody has it erased."""

    ip_address: str | None
    user_agent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRow(AuditEntry):
    """The same for auditors: with the token and the address it came from, unless erased.

    Its leaf in the log of the trail, and the size of the oldest signed head that holds it, are null
    until it is sealed and signed.
    """

    token_id: UUID | None
    ip_address: str | None
    user_agent: str | None
    leaf_index: int | None
    tree_size: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Of how many rows of the trail address and user agent were erased."""

    erased: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedExport:
    """Whether an export is as it was signed, or why not, and what it says of itself.

    `changed` of its rows were not what was sealed; `log_verified` tells of the whole trail then,
    and is null where nobody looked.
    """

    ok: bool
    why: str | None
    rows: int
    changed: int
    key_id: str
    log_verified: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a name stands for in the trail: the column of its ids, and the ids."""

    column: Literal["entity_id", "user_id"]
    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A signed head of the log: root and signature, which covers size, root and instant."""

    tree_size: int
    root: str
    signed_at: str
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That a row of the trail is in the log: the hashes beside its way to the root of a head.

    `leaf` is the base64 of the row's canonical bytes, and null for who may not read all of the row:
    what was done by a token is for auditors, for the bytes tell which token.
    """

    leaf_index: int
    tree_size: int
    leaf_hash: str
    leaf: str | None
    hashes: tuple[str, ...]
    root: str
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """That a log begins with an earlier one: the hashes from which both roots are made."""

    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    r"""The public keys of heads, the oldest first, each with `from` when and `until` when it signs.

    `public_key` is the base64 of 32 bytes, and `until` null for the present key.
    `endorsement` is the base64 of the signature by the key before it over
    `bdp-audit-next-key\n{public key in hexadecimal}\n`; null where that one signed nothing.
    """

    keys: tuple[dict[str, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """A row that is not what the log says; without an id where its leaf is gone as well."""

    id: UUID | None
    leaf_index: int | None
    kind: Literal["changed", "missing", "inserted", "unsealed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogProblem:
    """A head, a key, a stored part of the tree, a checkpoint that somebody kept, and its fault.

    Or the `origins`, if more or fewer are erased than the trail says were.
    `tree_size` is the head's, or how many leaves there are up to the end of the part.
    """

    what: Literal["head", "key", "tree", "checkpoint", "origins"]
    tree_size: int | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of recomputing everything. `pending` rows are about to be sealed.

    `erased` origins have no salt, and the trail says that `erased_told` were erased.
    At most so many problems are told; `more` counts the others. `unendorsed` are keys that followed
    others without being signed by them: because a file was lost, a key given, or by a forger.
    """

    ok: bool
    rows: int
    tree_size: int
    pending: int
    problems: tuple[RowProblem, ...]
    heads: int
    erased: int
    erased_told: int
    log: tuple[LogProblem, ...]
    unendorsed: tuple[str, ...]
    more: int
