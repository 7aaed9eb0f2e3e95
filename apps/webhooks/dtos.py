"""What webhooks show, and what of them may change. Values only."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Self, TypedDict
from uuid import UUID

from apps.core.dto import column
from apps.events.dtos import DeliveryDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSecret:
    """A webhook at the only moment its secret is told."""

    id: UUID
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDetail:
    """A receiver as its keepers see it. Empty `types` are all; `secret` is told once.

    `previous_until` is when the secret before the present one ends: until then both sign.
    """

    id: UUID
    url: str
    types: list[str]
    subject: str | None
    organization: str | None = column("organization__slug")
    paused_at: datetime | None
    previous_until: datetime | None
    created_at: datetime
    updated_at: datetime
    secret: str | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where it stands below the base."""
        return f"webhooks/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a delivery goes unless it is paused, and what signs it."""

    url: str
    paused_at: datetime | None
    secret: str = field(repr=False)
    previous_secret: str | None = field(repr=False)
    previous_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptDetail:
    """One time that the receiver was told: the first kilobyte of its answer, or why none came."""

    number: int
    at: datetime
    milliseconds: int
    status: int | None
    answer: str | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDelivery(DeliveryDetail):
    """An event on its way to a receiver, with its latest attempts, the last first."""

    log: tuple[AttemptDetail, ...]

    @classmethod
    def of(cls, delivery: DeliveryDetail, log: tuple[AttemptDetail, ...]) -> Self:
        """`delivery` with its attempts."""
        return cls(**asdict(delivery), log=log)


class WebhookChanges(TypedDict, total=False):
    """What of a webhook may change."""

    url: str
    types: list[str]
    subject: str | None
