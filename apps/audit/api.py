"""The trail over HTTP: for auditors to read, and for everybody as evidence."""

from typing import Any
from uuid import UUID

from apps.audit import commands, queries, serializers
from apps.audit.dtos import Checkpoint, Consistency, Erasure, Keys, Proof, TrailRow
from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.pagination import Page
from apps.core.settled import Settled


class TrailViewSet(SliceViewSet):
    """/audit and /audit/erasures."""

    @endpoint(answer=PageOf(TrailRow), query=serializers.ListTrail, moving=True, name="list_trail")
    def list(self, actor: Actor, **asked: Any) -> Page[TrailRow]:
        """Who did what to what, when, from where, newest first."""
        return queries.list_trail(actor=actor, **asked)

    @endpoint(answer=Erasure, body=serializers.EraseOrigins, name="erase_origins")
    def erase(self, actor: Actor, **told: Any) -> Erasure:
        """Erase from where it was done; what was done stays, and its proofs hold."""
        return commands.erase_origins(actor=actor, **told)


class TrailLogViewSet(SliceViewSet):
    """/audit/checkpoint, /audit/{audit_id}/proof, /audit/consistency and /audit/keys."""

    @endpoint(answer=Checkpoint, query=serializers.OfSize, name="get_checkpoint")
    def checkpoint(self, actor: Actor, **asked: Any) -> Settled[Checkpoint]:
        """The newest signed head of the log, or an earlier one by its size."""
        return queries.get_checkpoint(**asked)

    @endpoint(answer=Proof, query=serializers.OfSize, name="get_proof")
    def proof(self, actor: Actor, audit_id: UUID, **asked: Any) -> Settled[Proof] | Proof:
        """That a row of the trail is in the log, by the oldest signed head that holds it."""
        return queries.get_proof(audit_id, actor=actor, **asked)

    @endpoint(answer=Consistency, query=serializers.GetConsistency, name="get_consistency")
    def consistency(self, actor: Actor, old: int, new: int) -> Settled[Consistency]:
        """That the log of one size begins with that of another."""
        return queries.get_consistency(old, new)

    @endpoint(answer=Keys, name="get_keys")
    def keys(self, actor: Actor) -> Keys:
        """The public keys by which heads are signed, and when each was."""
        return queries.get_keys()
