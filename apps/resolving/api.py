"""Specs and locks over HTTP."""

from typing import Any

from apps.core.actor import Actor
from apps.core.api import OneOf, SliceViewSet, endpoint
from apps.core.rendering import LargeJSONParser
from apps.core.written import Written
from apps.resolving import queries, serializers
from apps.resolving.dtos import Envelope, Lock, Verification


class LockViewSet(SliceViewSet):
    """/resolve and /locks/verify: questions that are too long for an address."""

    parser_classes = (LargeJSONParser,)

    @endpoint(
        answer=OneOf(Lock, Envelope), query=serializers.Enveloped, body=serializers.Resolve,
        reads=True, name="resolve",
    )  # fmt: skip
    def resolve(self, actor: Actor, **asked: Any) -> Written:
        """What specs mean, as a lock."""
        return queries.find_lock(**asked)

    @endpoint(answer=Verification, body=serializers.VerifyLock, reads=True, name="verify_lock")
    def verify(self, actor: Actor, **lock: Any) -> Verification:
        """Which pins of a lock still hold, and which bytes moved."""
        return queries.get_verification(lock=lock)
