"""Every question about what happened. Nothing here writes."""

from collections.abc import Collection
from typing import Unpack
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from apps.audit.policy import drafts_seen
from apps.core import dto
from apps.core.actor import Actor
from apps.core.db import query, reading
from apps.core.pagination import Keyset, Page, Window
from apps.core.questions import asking
from apps.events.cursors import cursor_at, position_of
from apps.events.dtos import DeadDelivery, DeliveryDetail, Feed, SubscriptionRef
from apps.events.envelopes import enveloped
from apps.events.errors import DeliveryNotFound, SubscriberNotFound
from apps.events.models import Delivery, Position, Subscription

IN_ORDER = Keyset(name="deliveries", columns=("position",), descending=True)
SHOWN = ("id", "type", "subject", "time", "version", "data")
COLUMNS = ("position", *(f"event__{name}" for name in SHOWN))


@query
def list_events(
    *,
    actor: Actor,
    source: str,
    after: str = "",
    types: Collection[str] = (),
    subject: str | None = None,
    limit: int = 50,
) -> Feed:
    """What happened behind the cursor `after` and `actor` may know, in the order of commits.

    `source` is the registry's address, `subject` a path with all below it. What nobody sees yet
    comes behind `next`, however long ago it began. Raises `InvalidCursor`.
    """
    place, newest = position_of(after), get_newest_position()
    rows = _seen_by(actor).filter(position__gt=place, position__lte=newest)
    rows = rows.filter(event__type__in=types) if types else rows
    rows = rows.filter(_below(subject)) if subject else rows
    found = list(rows.order_by("position").values_list(*COLUMNS)[:limit])
    there = found[-1][0] if len(found) == limit else max(newest, place)
    results = tuple(enveloped(source, **dict(zip(SHOWN, row, strict=True))) for _, *row in found)
    return Feed(results=results, next=cursor_at(there))


@query
def get_newest_position() -> int:
    """The position of the last event whose commit is seen; 0 before the first."""
    return int(reading(Position).aggregate(newest=Max("position"))["newest"] or 0)


@query
def has_news(after: str) -> bool:
    """Whether anything happened behind a cursor."""
    return get_newest_position() > position_of(after)


@query
def find_subscription(name: str) -> SubscriptionRef:
    """The subscription of a name. Raises `SubscriberNotFound`."""
    rows = reading(Subscription)
    known = ", ".join(rows.order_by("name").values_list("name", flat=True)) or "none yet"
    missing = SubscriberNotFound(name=name, known=known)
    return dto.one(SubscriptionRef, rows.filter(name=name), missing)


@query
def list_dead_deliveries(limit: int = 50) -> tuple[DeadDelivery, ...]:
    """What nobody tries to deliver any more, the latest first."""
    dead = reading(Delivery).filter(state="dead").order_by("-id")
    return dto.many(DeadDelivery, dead[:limit])


@query
def list_deliveries(subscription: UUID, **window: Unpack[Window]) -> Page[DeliveryDetail]:
    """What is, was or will be told to a subscription, the latest event first."""
    rows = asking(Delivery).filter(subscription_id=subscription)
    return IN_ORDER.page(DeliveryDetail, rows, **window)


@query
def get_delivery(subscription: UUID, delivery: UUID) -> DeliveryDetail:
    """One delivery of a subscription. Raises `DeliveryNotFound`."""
    rows = asking(Delivery).filter(subscription_id=subscription, id=delivery)
    return dto.one(DeliveryDetail, rows, DeliveryNotFound(delivery=delivery))


def _seen_by(actor: Actor) -> "QuerySet[Position]":
    rows = reading(Position)
    if (homes := drafts_seen(actor)) is None:
        return rows
    seen = Q(event__public=True)
    for home in homes:  # a slug may have been another's, before this organization was made
        seen |= Q(event__organization=home.organization, event__time__gte=home.since)
    return rows.filter(seen)


def _below(subject: str) -> Q:
    path = subject.rstrip("/")
    return Q(event__subject=path) | Q(event__subject__startswith=f"{path}/")
