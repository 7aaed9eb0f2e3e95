"""Every question that can be asked of the trail. Nothing here writes."""

from uuid import UUID

from apps.audit.dtos import AuditEntry
from apps.audit.models import AuditLog
from apps.core.db import query, reading
from apps.core.pagination import DEFAULT_LIMIT, Keyset, Page

HISTORY = Keyset(name="history", columns=("created_at", "id"), descending=True)


@query
def list_history(
    entity_id: UUID, *, limit: int = DEFAULT_LIMIT, cursor: str = ""
) -> Page[AuditEntry]:
    """What was done to one entity, newest first."""
    rows = reading(AuditLog).filter(entity_id=entity_id)
    return HISTORY.page(AuditEntry, rows, limit=limit, cursor=cursor)
