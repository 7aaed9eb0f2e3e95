"""What happened, over HTTP."""

from functools import partial
from typing import Any

from apps.core.actor import Actor
from apps.core.api import SliceViewSet, endpoint
from apps.events import queries, serializers
from apps.events.dtos import Feed
from apps.events.envelopes import here
from apps.events.waiting import await_events


class EventViewSet(SliceViewSet):
    """/events."""

    @endpoint(answer=Feed, query=serializers.ListEvents, moving=True, name="list")
    def list(self, actor: Actor, **asked: Any) -> Feed:
        """What happened, in the order of commits and without gaps, from wherever one left off.

        Keep `next`, which is valid for ever, and ask for what comes behind it.
        """
        return await_events(partial(queries.list_events, actor=actor, source=here()), **asked)
