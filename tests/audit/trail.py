"""Rows of the trail to seal, and what the log then holds."""

from typing import Any
from uuid import UUID, uuid4

from django.db import connections, transaction

from apps.audit.actions import AuditAction
from apps.audit.models import Head, Leaf
from apps.audit.recording import Entity, record
from apps.audit.sealer import seal_all
from apps.core.actor import Actor
from apps.core.services import OWNER, PRIMARY

ENTITY = Entity(type="organization", id=UUID(int=9), label="go")
ADA = Actor(
    request_id=UUID(int=1), user_id=UUID(int=2), label="ada", ip_address="2001:DB8::7",
    user_agent="curl/8 “ü”",
)  # fmt: skip
GUARDED = ("audit_auditlog", "audit_auditorigin", "audit_leaf", "audit_node", "audit_head",
           "audit_signingkey")  # fmt: skip


def write(count: int = 1, actor: Actor = ADA, **metadata: Any) -> None:
    """So many rows, each in a transaction of its own, or a savepoint of the test's."""
    for _ in range(count):
        with transaction.atomic(using=PRIMARY):
            record(AuditAction.UPDATE_ORGANIZATION, ENTITY, actor=actor, **metadata)


def write_many(count: int, prefix: str = "") -> None:
    """So many rows by one statement."""
    first = prefix or uuid4().hex[:24]
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO audit_auditlog (id, action, actor_label, entity_type, entity_id,
                                        entity_label, metadata, request_id, created_at)
            SELECT (%s || lpad(to_hex(n), 8, '0'))::uuid, 'ingest_member', 'ingest', 'source',
                   gen_random_uuid(), 'uniprot/P' || n, jsonb_build_object('n', n),
                   gen_random_uuid(), clock_timestamp()
              FROM generate_series(1, %s) AS n
            """,
            [first, count],
        )


def seal() -> None:
    """Seal and sign all there is, also what the transaction of a test has not committed."""
    if not connections[PRIMARY].in_atomic_block:
        seal_all()
        return
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        seal_all()
        cursor.execute("RESET enable_seqscan; RESET enable_hashjoin; RESET enable_mergejoin")


def order() -> list[UUID]:
    """The rows in the order of the log, which has no gap."""
    leaves = list(Leaf.objects.order_by("leaf_index").values_list("leaf_index", "audit_id"))
    assert [index for index, _ in leaves] == list(range(len(leaves)))
    return [audit_id for _, audit_id in leaves]


def logged(count: int) -> list[UUID]:
    """So many rows under one head, in the order of the log."""
    write(count)
    seal()
    return order()


def heads() -> list[int]:
    """The sizes at which a head was signed."""
    return list(Head.objects.order_by("tree_size").values_list("tree_size", flat=True))


def by_hand(statement: str, parameters: Any = ()) -> None:
    """Do what only the owner can: with the triggers of the trail off."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(statement, parameters)
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
