"""audit.verify: a whole trail proven, beside one `hashlib.sha256` per row of the same bytes.

The trail holds what releases did to their members, as most rows of a trail do, and two in a hundred
rows of people with an origin. Rounds of both take turns, and the median counts; the floor's bytes
are in memory before its clock starts. Sealing, and what a proof costs, are told beside.
"""

import argparse
import json
import resource
import statistics
import time
from hashlib import sha256
from typing import Any

from tests.benchmarks.home import prepare

TARGETS = (5.0, 2.0)
MEMBERS = """
INSERT INTO audit_auditlog (id, action, actor_label, entity_type, entity_id, entity_label, metadata,
                            request_id, created_at)
SELECT (%s || lpad(to_hex(n), 8, '0'))::uuid, 'ingest_member', 'ingest', 'version',
       gen_random_uuid(), 'uniprot/P' || n || '@1.0.' || n %% 7,
       jsonb_build_object('change', 'modified', 'release', '2026_01', 'reason', 'A new release.',
                          'before', jsonb_build_object('version', '1.0.' || n %% 6, 'status', NULL),
                          'after', jsonb_build_object('version', '1.0.' || n %% 7, 'number', n)),
       %s, clock_timestamp()
  FROM generate_series(1, %s) AS n
"""
ORIGINS = """
INSERT INTO audit_auditorigin (audit_id, ip_address, user_agent, salt)
SELECT id, '192.0.2.7', 'curl/8', uuid_send(gen_random_uuid()) FROM audit_auditlog
 WHERE get_byte(uuid_send(id), 15) < 5
"""
CONTENTS = """
COPY (SELECT '\\x00'::bytea || {content}
        FROM audit_leaf AS leaf JOIN audit_auditlog AS entry ON entry.id = leaf.audit_id
        LEFT JOIN audit_auditorigin AS origin ON origin.audit_id = entry.id)
TO STDOUT (FORMAT BINARY)
"""
RELEASE = 25_000  # rows that one statement writes


def fill(rows: int) -> float:
    """Write so many rows and seal them; returns how long the sealing took."""
    from django.db import transaction

    from apps.audit.sealer import seal_all
    from apps.core.ids import uuid7
    from apps.core.services import PRIMARY, services

    for written in range(0, rows, RELEASE):
        with transaction.atomic(using=PRIMARY), services.connection(PRIMARY).cursor() as cursor:
            many = min(RELEASE, rows - written)
            cursor.execute(MEMBERS, [uuid7().hex[:24], uuid7(), many])
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(ORIGINS)
    begun = time.perf_counter()
    seal_all()
    took = time.perf_counter() - begun
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_leaf")
    _settle()
    return took


def _settle() -> None:
    """What autovacuum does within a minute: statistics, and pages that need no second look."""
    from apps.core.services import OWNER, services

    with services.connection(OWNER).cursor() as cursor:
        cursor.execute("VACUUM ANALYZE audit_auditlog, audit_leaf, audit_auditorigin, audit_node")


def contents() -> list[bytes]:
    """The bytes of every leaf."""
    from apps.audit.canonical import CONTENT
    from apps.core.services import PRIMARY, services

    with services.connection(PRIMARY).cursor() as cursor:
        wanted: Any = CONTENTS.format(content=CONTENT)
        with cursor.copy(wanted) as copied:
            copied.set_types(["bytea"])
            return [content for (content,) in copied.rows()]


def floor(leaves: list[bytes]) -> float:
    """One hash for each row."""
    begun = time.perf_counter()
    for leaf in leaves:
        sha256(leaf).digest()
    return time.perf_counter() - begun


def ours() -> float:
    """The whole verification."""
    from apps.audit.verifying import verify

    begun = time.perf_counter()
    found = verify()
    took = time.perf_counter() - begun
    if not found.ok:
        raise AssertionError(found)
    return took


def proofs(times: int = 200) -> float:
    """The median time of a proof, in milliseconds, of rows all over the log."""
    from apps.audit.models import Leaf
    from apps.audit.queries import get_proof
    from apps.core.actor import Actor

    size = Leaf.objects.count()
    indexes = [size * place // times for place in range(times)]
    ids = Leaf.objects.filter(leaf_index__in=indexes).values_list("audit_id", flat=True)
    took = []
    for audit_id in list(ids):
        begun = time.perf_counter()
        get_proof(audit_id, actor=Actor.system("benchmark"))
        took.append(time.perf_counter() - begun)
    return statistics.median(took) * 1000


def main() -> None:
    """Fill, take turns, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare()
    sealing = fill(options.rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ours()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    leaves = contents()
    rounds = [(floor(leaves), ours()) for _ in range(options.rounds)]
    bare, whole = (statistics.median(column) for column in zip(*rounds, strict=True))
    found = {
        "rows": len(leaves),
        "bytes_a_row": round(sum(map(len, leaves)) / len(leaves)),
        "floor_seconds": round(bare, 2),
        "verify_seconds": round(whole, 2),
        "ratio": round(statistics.median(mine / base for base, mine in rounds), 2),
        "good": TARGETS[0],
        "aim": TARGETS[1],
        "memory_mb": round(grown),
        "sealing_seconds": round(sealing, 1),
        "proof_ms": round(proofs(), 2),
    }
    for name, value in found.items():
        print(f"{name:>16} {value:>12,}")  # noqa: T201
    if options.json:
        print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
