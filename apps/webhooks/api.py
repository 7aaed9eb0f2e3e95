"""Webhooks over HTTP."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.fields import Listed, Reasoned
from apps.core.pagination import Page
from apps.webhooks import commands, queries, serializers
from apps.webhooks.dtos import WebhookDelivery, WebhookDetail


class WebhookViewSet(SliceViewSet):
    """/webhooks and /webhooks/{webhook_id}."""

    @endpoint(answer=PageOf(WebhookDetail), query=serializers.ListWebhooks)
    def list(self, actor: Actor, **page: Any) -> Page[WebhookDetail]:
        """The webhooks that you keep, newest first."""
        return queries.list_webhooks(actor=actor, **page)

    @endpoint(answer=WebhookDetail)
    def retrieve(self, actor: Actor, webhook_id: UUID) -> WebhookDetail:
        """One webhook that you keep."""
        return queries.get_webhook(webhook_id, actor=actor)

    @endpoint(answer=WebhookDetail, body=serializers.CreateWebhook, status=201)
    def create(self, actor: Actor, **details: Any) -> WebhookDetail:
        """Have events posted to an address. Its secret is in this answer and nowhere else."""
        made = commands.create_webhook(actor=actor, **details)
        return replace(queries.get_webhook(made.id, actor=actor), secret=made.secret)

    @endpoint(answer=WebhookDetail, body=serializers.UpdateWebhook, matched=True)
    def partial_update(self, actor: Actor, webhook_id: UUID, **changes: Any) -> WebhookDetail:
        """Change a webhook, pause it, or let it go on."""
        commands.update_webhook(actor=actor, webhook_id=webhook_id, **changes)
        return queries.get_webhook(webhook_id, actor=actor)

    @endpoint(answer=None, query=Reasoned, status=204, matched=True)
    def destroy(self, actor: Actor, **address: Any) -> None:
        """End a webhook, with all that waited to be posted."""
        commands.delete_webhook(actor=actor, **address)

    @endpoint(answer=WebhookDetail, body=serializers.RotateWebhook, name="rotate_webhook")
    def rotate(self, actor: Actor, webhook_id: UUID, **how: Any) -> WebhookDetail:
        """Make a new secret. It is in this answer and nowhere else."""
        made = commands.rotate_webhook(actor=actor, webhook_id=webhook_id, **how)
        return replace(queries.get_webhook(made.id, actor=actor), secret=made.secret)

    @endpoint(answer=PageOf(WebhookDelivery), query=Listed, name="list_webhook_deliveries")
    def deliveries(self, actor: Actor, webhook_id: UUID, **page: Any) -> Page[WebhookDelivery]:
        """What was posted or waits to be, the latest event first, with its latest attempts."""
        return queries.list_deliveries(webhook_id, actor=actor, **page)

    @endpoint(answer=WebhookDelivery, body=Reasoned, name="redeliver_webhook")
    def redeliver(
        self, actor: Actor, webhook_id: UUID, delivery_id: UUID, **why: Any
    ) -> WebhookDelivery:
        """Post an event again, at once."""
        commands.redeliver_webhook(
            actor=actor, webhook_id=webhook_id, delivery_id=delivery_id, **why
        )
        return queries.get_delivery(webhook_id, delivery_id, actor=actor)
