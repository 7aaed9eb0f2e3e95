"""Telling the rest of the world, at the price of one row."""

from dataclasses import dataclass
from typing import Any, ClassVar

from apps.core.actor import Actor
from apps.core.adding import add_row
from apps.core.rendering import plain
from apps.core.services import services
from apps.events.models import Event

PREFIX = "org.bdp."


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Something that happened. Subclasses are the vocabulary; `resource` is as GET shows it."""

    type: ClassVar[str]

    resource: Any

    @property
    def subject(self) -> str:
        """The path of what it happened to."""
        return str(self.resource.subject)

    def data(self, actor: Actor) -> dict[str, Any]:
        """What a subscriber learns."""
        return {
            "id": self.resource.id,
            "actor": {"id": actor.user_id, "label": actor.label},
            "resource": self.resource,
        }


def publish(event: Announcement, *, actor: Actor) -> None:
    """Write `event` to the outbox, in the transaction of the calling command."""
    row = Event(
        type=PREFIX + event.type,
        subject=event.subject,
        time=services.clock.now(),
        data=plain(event.data(actor)),
    )
    add_row(row)
