"""What the whole trail can be narrowed to, for auditors: each filter as a step of the question.

An organization and a source are found by the names that the trail keeps: so is what was deleted.
"""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Collate

from apps.audit.models import AuditLog, AuditOrigin, Head, Leaf
from apps.core.db import reading
from apps.core.questions import Asked, asking

INSIDE = ("source", "version", "project")  # what bears the name of an organization before its own

RIGHTS = ("create_organization", "set_member", "remove_member")

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
    touching: str | None
    request_id: UUID | None
    since: datetime | None
    until: datetime | None


def narrowed(
    *,
    actor: str | None = None,
    organization: str | None = None,
    source: str | None = None,
    touching: str | None = None,
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
    if touching is not None:
        home, first, end = touching.partition("/")[0], f"{touching}@", f"{touching}A"
        rows = rows.then(_touching, home=home, name=touching, first=first, end=end)
    return rows


def with_origin(rows: Rows) -> Rows:
    """With what stands beside the trail: address and user agent, and where in the log it is."""
    origin = reading(AuditOrigin).filter(audit_id=OuterRef("id"))
    leaf = reading(Leaf).filter(audit_id=OuterRef("id"))
    head = reading(Head).filter(tree_size__gt=OuterRef("leaf_index")).order_by("tree_size")
    told = {name: Subquery(origin.values(name)) for name in ("ip_address", "user_agent")}
    sealed = rows.annotate(**told, leaf_index=Subquery(leaf.values("leaf_index")))
    return sealed.annotate(tree_size=Subquery(head.values("tree_size")[:1]))


def _in(rows: Rows, name: Any, first: Any, end: Any) -> Rows:
    inside = Q(entity_type__in=INSIDE, spelled__gte=first, spelled__lt=end)
    itself = Q(entity_type="organization", entity_label=name)
    return _spelled(rows).filter(itself | inside)


def _of(rows: Rows, name: Any, first: Any, end: Any) -> Rows:
    versions = Q(entity_type="version", spelled__gte=first, spelled__lt=end)
    return _spelled(rows).filter(Q(entity_type="source", entity_label=name) | versions)


def _touching(rows: Rows, home: Any, name: Any, first: Any, end: Any) -> Rows:
    """What was done to a source and its versions, and who got and lost the right to do it."""
    versions = Q(entity_type="version", spelled__gte=first, spelled__lt=end)
    rights = Q(entity_type="organization", entity_label=home, action__in=RIGHTS)
    itself = Q(entity_type="source", entity_label=name)
    return _spelled(rows).filter(itself | versions | rights)


def _spelled(rows: Rows) -> Rows:
    """By code points: what begins with a name lies between two others."""
    return rows.alias(spelled=Collate(F("entity_label"), "C"))
