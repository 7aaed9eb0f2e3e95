"""What the whole trail can be narrowed to, for auditors: each filter as a step of the question.

An organization and a source are found by the names that the trail keeps: so is what was deleted.
"""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Collate

from apps.audit.models import AuditLog, AuditOrigin
from apps.core.db import reading
from apps.core.questions import Asked, asking

INSIDE = ("source", "version", "project")  # what bears the name of an organization before its own

Rows = QuerySet[AuditLog]


class Filters(TypedDict, total=False):
    """Whatever is not said or None asks nothing."""

    action: str | None
    actor: str | None
    user_id: UUID | None
    entity_type: str | None
    entity_id: UUID | None
    organization: str | None
    source: str | None
    request_id: UUID | None
    since: datetime | None
    until: datetime | None


def narrowed(
    *,
    actor: str | None = None,
    organization: str | None = None,
    source: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    **same: Any,
) -> Asked[AuditLog]:
    """The rows of the trail that fit every filter."""
    ranged = {"actor_label": actor, "created_at__gte": since, "created_at__lt": until}
    rows = asking(AuditLog).narrowed({**same, **ranged})
    if organization is not None:
        rows = rows.then(_in, name=organization, first=f"{organization}/", end=f"{organization}0")
    if source is not None:
        rows = rows.then(_of, name=source, first=f"{source}@", end=f"{source}A")
    return rows


def with_origin(rows: Rows) -> Rows:
    """With address and user agent, which stand beside the trail."""
    origin = reading(AuditOrigin).filter(audit_id=OuterRef("id"))
    told = {name: Subquery(origin.values(name)) for name in ("ip_address", "user_agent")}
    return rows.annotate(**told)


def _in(rows: Rows, name: Any, first: Any, end: Any) -> Rows:
    inside = Q(entity_type__in=INSIDE, spelled__gte=first, spelled__lt=end)
    itself = Q(entity_type="organization", entity_label=name)
    return _spelled(rows).filter(itself | inside)


def _of(rows: Rows, name: Any, first: Any, end: Any) -> Rows:
    versions = Q(entity_type="version", spelled__gte=first, spelled__lt=end)
    return _spelled(rows).filter(Q(entity_type="source", entity_label=name) | versions)


def _spelled(rows: Rows) -> Rows:
    """By code points: what begins with a name lies between two others."""
    return rows.alias(spelled=Collate(F("entity_label"), "C"))
