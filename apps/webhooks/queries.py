"""Every question about webhooks. Nothing here writes."""

from collections.abc import Collection
from typing import Unpack
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from apps.audit.policy import May, Role, allows
from apps.core import dto
from apps.core.actor import Actor
from apps.core.db import query, reading
from apps.core.errors import CredentialsRequired
from apps.core.pagination import Keyset, Page
from apps.core.pagination import Window as Part
from apps.core.questions import Asked, asking
from apps.events import queries as events
from apps.webhooks.dtos import AttemptDetail, Target, WebhookDelivery, WebhookDetail
from apps.webhooks.errors import WebhookNotFound
from apps.webhooks.models import Attempt, Webhook

NEWEST_FIRST = Keyset(name="webhooks", columns=("created_at", "id"), descending=True)
LATEST_ATTEMPTS = 10
NOBODY = UUID(int=0)


@query
def list_webhooks(
    *, actor: Actor, organization: str | None = None, **window: Unpack[Part]
) -> Page[WebhookDetail]:
    """The webhooks that one keeps, newest first. Raises `CredentialsRequired`."""
    rows = _kept_by(actor).narrowed({"organization__slug": organization})
    return NEWEST_FIRST.page(WebhookDetail, rows, **window)


@query
def get_webhook(webhook_id: UUID, *, actor: Actor) -> WebhookDetail:
    """One of the webhooks that one keeps. Raises `CredentialsRequired` or `WebhookNotFound`."""
    rows = _kept_by(actor).filter(id=webhook_id)
    return dto.one(WebhookDetail, rows, WebhookNotFound(webhook=webhook_id))


@query
def list_deliveries(
    webhook_id: UUID, *, actor: Actor, **window: Unpack[Part]
) -> Page[WebhookDelivery]:
    """What was told or is to be told to a receiver, the latest event first.

    Raises `CredentialsRequired` or `WebhookNotFound`.
    """
    get_webhook(webhook_id, actor=actor)
    page = events.list_deliveries(webhook_id, **window)
    log = _latest_attempts([delivery.id for delivery in page.results])
    shown = tuple(WebhookDelivery.of(each, log.get(each.id, ())) for each in page.results)
    return Page(results=shown, next=page.next, previous=page.previous, count=page.count)


@query
def get_delivery(webhook_id: UUID, delivery_id: UUID, *, actor: Actor) -> WebhookDelivery:
    """One delivery. Raises `CredentialsRequired`, `WebhookNotFound` or `DeliveryNotFound`."""
    get_webhook(webhook_id, actor=actor)
    found = events.get_delivery(webhook_id, delivery_id)
    return WebhookDelivery.of(found, _latest_attempts([found.id]).get(found.id, ()))


@query
def find_owner(webhook_id: UUID) -> str | None:
    """Whose a webhook is: an organization's slug, or None. Raises `WebhookNotFound`."""
    rows = reading(Webhook).filter(id=webhook_id).values_list("organization__slug", flat=True)
    found = list(rows[:1])
    if not found:
        raise WebhookNotFound(webhook=webhook_id)
    return found[0]


@query
def find_target(webhook_id: UUID) -> Target:
    """Where deliveries go, and what signs them. Raises `WebhookNotFound`."""
    rows = asking(Webhook).filter(id=webhook_id)
    return dto.one(Target, rows, WebhookNotFound(webhook=webhook_id))


def _kept_by(actor: Actor) -> Asked[Webhook]:
    """All for curators; an owner's organizations' else. A token narrows that to what it is for."""
    if actor.is_anonymous:
        raise CredentialsRequired
    rows = asking(Webhook)
    if not allows(May.OWNER, actor, None):
        mine = {"user_id": actor.user_id, "role": Role.OWNER.value}
        rows = rows.filter(**{f"organization__memberships__{key}": mine[key] for key in mine})
    if actor.grant is None:
        return rows
    bound = NOBODY if actor.grant.source_id else actor.grant.organization_id
    return rows.narrowed({"organization_id": bound})


def _latest_attempts(deliveries: Collection[UUID]) -> dict[UUID, tuple[AttemptDetail, ...]]:
    place = Window(RowNumber(), partition_by="delivery_id", order_by=F("id").desc())
    rows = reading(Attempt).filter(delivery_id__in=deliveries).annotate(place=place)
    rows = rows.filter(place__lte=LATEST_ATTEMPTS).order_by("-id")
    columns = list(dto.columns(AttemptDetail))
    log: dict[UUID, tuple[AttemptDetail, ...]] = {}
    for delivery, *told in rows.values_list("delivery_id", *columns):
        attempt = AttemptDetail(**dict(zip(columns, told, strict=True)))
        log[delivery] = (*log.get(delivery, ()), attempt)
    return log
