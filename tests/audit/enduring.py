"""Commands from many processes while sealers are killed: as many rows as succeeded, all proven.

As a program it is one of these processes, on the database that DATABASE_URL names: it prints how
many of its commands succeeded.
"""

import os
import random
import subprocess
import sys
import time
from base64 import b64decode
from dataclasses import dataclass

from tests.events import counting

REFUSED_EVERY = 5  # commands


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What became of it."""

    succeeded: int
    rows: int
    leaves: int
    proven: int
    heads: int
    pending: int
    verified: bool


def worker() -> "subprocess.Popen[bytes]":
    """One that seals, and does all else that workers do."""
    return counting.start("manage.py", "worker")


def endure(processes: int, commands: int, killings: int, chance: random.Random) -> Sealed:
    """Let processes command and workers be killed meanwhile; then seal to the end, and prove."""
    each = commands // processes
    running = [
        counting.start("-m", "tests.audit.enduring", str(number), str(each))
        for number in range(processes)
    ]
    counting.kill_while_working(killings, chance, begin=worker)
    succeeded = sum(int(process.communicate()[0]) for process in running)
    with counting.worker(worker):
        _await_heads(60)
    return _found(succeeded)


def _await_heads(seconds: float) -> None:
    from apps.audit.models import AuditLog, Head

    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if Head.objects.filter(tree_size=AuditLog.objects.count()).exists():
            return
        time.sleep(0.3)


def _found(succeeded: int) -> Sealed:
    from apps.audit.models import AuditLog, Head, Leaf
    from apps.audit.verifying import verify

    ids = list(AuditLog.objects.filter(actor_label="enduring").values_list("id", flat=True))
    indexes = list(Leaf.objects.order_by("leaf_index").values_list("leaf_index", flat=True))
    if indexes != list(range(len(indexes))):
        raise AssertionError("the leaves have a gap")
    found = verify()
    return Sealed(
        succeeded=succeeded,
        rows=len(ids),
        leaves=len(indexes),
        proven=sum(map(_is_proven, ids)),
        heads=Head.objects.count(),
        pending=found.pending,
        verified=found.ok,
    )


def _is_proven(audit_id: object) -> bool:
    from typing import Any

    from apps.audit.dtos import Proof
    from apps.audit.merkle import leaf_hash, node_hash
    from apps.audit.queries import get_proof
    from apps.core.actor import Actor

    told: Any = audit_id
    shown: Any = get_proof(told, actor=Actor.system("test"))
    proof: Proof = getattr(shown, "content", shown)
    found, index, last = bytes.fromhex(proof.leaf_hash), proof.leaf_index, proof.tree_size - 1
    for beside in map(bytes.fromhex, proof.hashes):
        if index % 2 or index == last:
            found = node_hash(beside, found)
            while index and not index % 2:
                index, last = index >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        index, last = index >> 1, last >> 1
    whole = leaf_hash(b64decode(proof.leaf or "")).hex() == proof.leaf_hash
    return whole and found.hex() == proof.root


def main() -> None:
    """Command, some of it twice, which is refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bdp.settings")
    import django

    django.setup()
    from apps.core.actor import Actor
    from apps.core.errors import Conflict
    from apps.organizations.commands import create_organization

    number, commands = sys.argv[1:]
    actor, succeeded = Actor.system("enduring"), 0
    for place in range(int(commands)):
        slug = f"p{number}-{place - 1 if place % REFUSED_EVERY == 1 else place}"
        try:
            create_organization(actor=actor, slug=slug, name=slug)
            succeeded += 1
        except Conflict:
            pass
    sys.stdout.write(str(succeeded))


if __name__ == "__main__":
    main()
