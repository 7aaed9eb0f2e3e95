"""Every question that can be asked of the trail. Nothing here writes."""

from base64 import b64encode
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Unpack
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from apps.audit.actions import AuditAction
from apps.audit.dtos import (
    AuditEntry,
    Checkpoint,
    Consistency,
    Keys,
    Named,
    Origin,
    Proof,
    TrailRow,
)
from apps.audit.errors import CheckpointNotFound, EntryNotFound, NotSealed
from apps.audit.merkle import consistency, inclusion
from apps.audit.models import AuditLog
from apps.audit.narrowing import Filters, narrowed, with_origin
from apps.audit.policy import May, Scope, require
from apps.audit.proofs import (
    FoundLeaf,
    find_leaf,
    head_of,
    newest_head,
    oldest_head_with,
    read_consistency,
    read_hashes,
    read_keys,
)
from apps.core.actor import Actor
from apps.core.db import query, read_cursor
from apps.core.errors import Forbidden, Unauthenticated
from apps.core.ids import as_uuid
from apps.core.pagination import Keyset, Page, Window
from apps.core.providers import Provider
from apps.core.questions import asking
from apps.core.settled import Settled

HISTORY = Keyset(name="history", columns=("created_at", "id"), descending=True)

readable: Provider[Callable[[str, UUID, Actor], bool]] = Provider(
    "whether somebody may read what was done to an entity"
)
ORIGINS = """
    SELECT log.entity_id, host(origin.ip_address), origin.user_agent
      FROM audit_auditlog AS log JOIN audit_auditorigin AS origin ON origin.audit_id = log.id
     WHERE log.entity_id = ANY(%s) AND log.action = ANY(%s)
       AND (%s::uuid IS NULL OR log.user_id = %s)
"""

named: Provider[Callable[[str], Named]] = Provider("what a name stands for in the trail")


@query
def list_history(entity_id: UUID, **window: Unpack[Window]) -> Page[AuditEntry]:
    """What was done to one entity, newest first."""
    rows = asking(AuditLog).filter(entity_id=entity_id)
    return HISTORY.page(AuditEntry, rows, **window)


@query
def list_trail(
    *, actor: Actor, only: Filters | None = None, **window: Unpack[Window]
) -> Page[TrailRow]:
    """The whole trail, newest first, or what of it fits every filter.

    It is the auditors' to read. Raises `CredentialsRequired`, `NotAllowed` or `TokenTooNarrow`.
    """
    require(May.AUDITOR, actor, scope=Scope.READ)
    rows = narrowed(**(only or {})).then(with_origin)
    return HISTORY.page(TrailRow, rows, **window)


@query
def list_origins(
    entity_ids: Collection[UUID], actions: Collection[AuditAction], *, by: UUID | None = None
) -> dict[UUID, Origin]:
    """From where one of these actions was done to each entity; none where that was erased.

    By one person alone, where it is shown to them: from where others act is theirs to know.
    """
    with read_cursor() as rows:
        rows.execute(ORIGINS, [list(entity_ids), [action.value for action in actions], by, by])
        return {of: Origin(ip_address=ip, user_agent=agent) for of, ip, agent in rows.fetchall()}


@query
def find_named(text: str) -> Named:
    """What an id, a user name or an address stands for; no ids where it stands for nothing."""
    if (spelled := as_uuid(text)) is not None:
        return Named(column="entity_id", ids=(spelled,))
    return named.ask(text)


@query
def list_newest(action: AuditAction, *, limit: int) -> tuple[AuditEntry, ...]:
    """The newest rows of one action, for who looks after what it was done to."""
    return HISTORY.page(AuditEntry, asking(AuditLog).filter(action=action), limit=limit).results


@query
def get_checkpoint(tree_size: int | None = None) -> Settled[Checkpoint]:
    """The newest signed head, or the one of a size: what somebody keeps, to hold us to it.

    Raises `CheckpointNotFound`.
    """
    with read_cursor() as cursor:
        head = newest_head(cursor) if tree_size is None else head_of(cursor, tree_size)
    return Settled(content=head, subject=f"audit/checkpoint?tree_size={head.tree_size}")


@query
def get_proof(
    audit_id: UUID, *, actor: Actor, tree_size: int | None = None
) -> Settled[Proof] | Proof:
    """That a row is in the log: by the oldest signed head that holds it, or by one of a size.

    Its bytes are for who may read all of the row: auditors, and of what everybody may know and was
    done without a token, everybody: which token it was, no history tells.
    A proof without them is not settled: what is nobody's to know now may be everybody's tomorrow.
    Raises `EntryNotFound`, `NotSealed` or `CheckpointNotFound`.
    """
    with read_cursor() as cursor:
        leaf = _sealed(cursor, audit_id)
        head = _head_with(cursor, leaf.index, tree_size)
        hashes = read_hashes(cursor, inclusion(leaf.index, head.tree_size))
    shown = _may_read(leaf, actor)
    proof = Proof(
        leaf_index=leaf.index,
        tree_size=head.tree_size,
        leaf_hash=leaf.hash.hex(),
        leaf=b64encode(leaf.content).decode() if shown else None,
        hashes=hashes,
        root=head.root,
        checkpoint=head,
    )
    subject = f"audit/{audit_id}/proof?tree_size={head.tree_size}"
    return Settled(content=proof, subject=subject) if shown else proof


@query
def get_covering(leaf_index: int) -> Checkpoint:
    """The oldest signed head that holds a leaf. Raises `CheckpointNotFound`."""
    with read_cursor() as cursor:
        return oldest_head_with(cursor, leaf_index)


@query
def get_consistency(old: int, new: int) -> Settled[Consistency]:
    """That the first `new` leaves begin with the first `old`.

    Raises `CheckpointNotFound` where no head that was signed is as large.
    """
    with read_cursor() as cursor:
        oldest_head_with(cursor, new - 1)
        found = read_consistency(cursor, consistency(old, new))
    return Settled(content=found, subject=f"audit/consistency?from={old}&to={new}")


@query
def get_keys() -> Keys:
    """The public keys of heads, the oldest first."""
    with read_cursor() as cursor:
        return read_keys(cursor)


def _sealed(cursor: CursorWrapper, audit_id: UUID) -> FoundLeaf:
    if leaf := find_leaf(cursor, audit_id):
        return leaf
    written = next(asking(AuditLog).filter(id=audit_id).values_list("id"), None)
    raise NotSealed if written else EntryNotFound(audit_id=audit_id)


def _head_with(cursor: CursorWrapper, index: int, tree_size: int | None) -> Checkpoint:
    if tree_size is None:
        try:
            return oldest_head_with(cursor, index)
        except CheckpointNotFound:
            raise NotSealed from None
    if tree_size <= index:
        raise CheckpointNotFound(which=f"at {tree_size:,} leaves that holds leaf {index:,}")
    return head_of(cursor, tree_size)


def _may_read(leaf: FoundLeaf, actor: Actor) -> bool:
    if leaf.entity is None:
        return False
    with suppress(Unauthenticated, Forbidden):
        require(May.AUDITOR, actor, scope=Scope.READ)
        return True
    return not leaf.by_token and readable.ask(*leaf.entity, actor)
