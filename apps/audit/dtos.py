"""What the trail shows. Values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
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
