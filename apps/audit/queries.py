"""Every question that can be asked of the trail. Nothing here writes."""

from typing import Unpack
from uuid import UUID

from apps.audit.dtos import AuditEntry
from apps.audit.models import AuditLog
from apps.audit.policy import May, Scope, require
from apps.core.actor import Actor
from apps.core.db import query
from apps.core.pagination import Keyset, Page, Window
from apps.core.questions import asking

HISTORY = Keyset(name="history", columns=("created_at", "id"), descending=True)


@query
def list_history(entity_id: UUID, **window: Unpack[Window]) -> Page[AuditEntry]:
    """What was done to one entity, newest first."""
    rows = asking(AuditLog).filter(entity_id=entity_id)
    return HISTORY.page(AuditEntry, rows, **window)


@query
def list_trail(
    *,
    actor: Actor,
    entity_id: UUID | None = None,
    user_id: UUID | None = None,
    action: str | None = None,
    **window: Unpack[Window],
) -> Page[AuditEntry]:
    """The whole trail, newest first: or of it one entity's, one person's, or one action's.

    It is the auditors' to read. Raises `CredentialsRequired`, `NotAllowed` or `TokenTooNarrow`.
    """
    require(May.AUDITOR, actor, scope=Scope.READ)
    asked = {"entity_id": entity_id, "user_id": user_id, "action": action}
    return HISTORY.page(AuditEntry, asking(AuditLog).narrowed(asked), **window)
