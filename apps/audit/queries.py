"""Every question that can be asked of the trail. Nothing here writes."""

from typing import Unpack
from uuid import UUID

from apps.audit.dtos import AuditEntry
from apps.audit.models import AuditLog
from apps.core.db import query, reading
from apps.core.pagination import Keyset, Page, Window

HISTORY = Keyset(name="history", columns=("created_at", "id"), descending=True)


@query
def list_history(entity_id: UUID, **window: Unpack[Window]) -> Page[AuditEntry]:
    """What was done to one entity, newest first."""
    rows = reading(AuditLog).filter(entity_id=entity_id)
    return HISTORY.page(AuditEntry, rows, **window)
