"""What the trail shows. Values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to which entity, when, with what was before and after; without the address."""

    id: UUID
    action: str
    user_id: UUID | None
    actor_label: str
    entity_type: str
    entity_id: UUID
    entity_label: str
    metadata: dict[str, Any]
    request_id: UUID
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a name stands for in the trail: the column of its ids, and the ids."""

    column: Literal["entity_id", "user_id"]
    ids: tuple[UUID, ...]
