"""What the feed shows. Values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


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
