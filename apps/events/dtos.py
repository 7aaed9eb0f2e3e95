"""What the feed shows. Values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from apps.core.dto import column


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudEvent:
    """What happened, as CloudEvents 1.0 has it; `dataschema` tells the shapes of `data` apart.

    See https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
    """

    specversion: str
    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str
    dataschema: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Events in the order of their commits; `next` is where to go on, also where none is left."""

    results: tuple[CloudEvent, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRef:
    """Which subscription a name means, and up to where it has been told."""

    id: UUID
    name: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadDelivery:
    """What nobody tries to deliver any more, and why."""

    id: UUID
    subscription: str = column("subscription__name")
    event: UUID = column("event_id")
    subject: str
    attempts: int
    last_error: str | None
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDetail:
    """One event on its way to one subscription. `next_at` is when it is tried again.

    That is null behind an earlier event of its subject, and once it has ended.
    """

    id: UUID
    event: UUID = column("event_id")
    type: str = column("event__type")
    subject: str
    state: Literal["waiting", "done", "dead"]
    attempts: int
    next_at: datetime | None
    last_error: str | None
    ended_at: datetime | None
