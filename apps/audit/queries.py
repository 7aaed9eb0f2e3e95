"""Every question that can be asked of the trail. Nothing here writes."""

from collections.abc import Callable
from typing import Unpack
from uuid import UUID

from apps.audit.actions import AuditAction
from apps.audit.dtos import AuditEntry, Named
from apps.audit.models import AuditLog
from apps.audit.policy import May, Scope, require
from apps.core.actor import Actor
from apps.core.db import query
from apps.core.ids import as_uuid
from apps.core.pagination import Keyset, Page, Window
from apps.core.providers import Provider
from apps.core.questions import asking

HISTORY = Keyset(name="history", columns=("created_at", "id"), descending=True)

named: Provider[Callable[[str], Named]] = Provider("what a name stands for in the trail")


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


@query
def find_named(text: str) -> Named:
    """What an id, a user name or an address stands for; no ids where it stands for nothing."""
    if (spelled := as_uuid(text)) is not None:
        return Named(column="entity_id", ids=(spelled,))
    return named.ask(text)


@query
def list_newest(action: AuditAction, *, limit: int) -> tuple[AuditEntry, ...]:
    """The newest rows of one action, for who looks after what it was done to."""
    return HISTORY.page(AuditEntry, asking(AuditLog).filter(action=action), limit=limit).results
