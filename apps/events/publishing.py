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
    """Something that happened. Subclasses are the vocabulary; `resource` is as GET shows it.

    What is told `of_drafts` is for those who see them. A class whose `data` changes its shape so
    that its readers must know counts its `version` up.
    """

    type: ClassVar[str]
    version: ClassVar[int] = 1
    of_drafts: ClassVar[bool] = False

    resource: Any

    @property
    def subject(self) -> str:
        """The path of what it happened to."""
        return str(self.resource.subject)

    @property
    def organization(self) -> str | None:
        """The slug of the organization that it belongs to, which its subject names, if any."""
        return ([*self.subject.split("/"), ""])[1] or None

    @property
    def public(self) -> bool:
        """Whether everybody may know."""
        return not self.of_drafts

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
        organization=event.organization,
        public=event.public,
        version=event.version,
    )
    add_row(row)
