"""The pages of webhooks. Nobody sees a secret: the API tells one, once, to who makes it."""

from functools import partial, update_wrapper
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from apps.audit.policy import May
from apps.core.admin.doing import VerbAdmin
from apps.core.admin.fields import Reason
from apps.core.admin.verbs import Verb
from apps.webhooks import commands
from apps.webhooks.models import Webhook
from apps.webhooks.queries import NEWEST_FIRST

LOGS = (
    ("deliveries", "admin:events_delivery_changelist", "subscription__id__exact"),
    ("attempts", "admin:webhooks_attempt_changelist", "webhook__id__exact"),
)


@admin.register(Webhook)
class WebhookAdmin(VerbAdmin[Webhook]):
    seen_by = May.CURATOR
    keyset = NEWEST_FIRST
    list_display = ("url", "organization", "types", "subject", "paused_at", "created_at", "log")
    list_select_related = ("organization",)
    fields = ("id", "url", "organization", "types", "subject", "paused_at", "previous_until",
              "created_at", "updated_at", "log")  # fmt: skip
    readonly_fields = ("log",)
    verbs = (
        Verb(
            name="pause", command=update_wrapper(
                partial(commands.update_webhook, paused=True), commands.update_webhook
            ),
            done="paused", asks=Reason, fits=lambda webhook: webhook.paused_at is None,
            warns="What happens meanwhile is told once it goes on.",
        ),
        Verb(
            name="go_on", command=update_wrapper(
                partial(commands.update_webhook, paused=False), commands.update_webhook
            ),
            done="goes on", fits=lambda webhook: webhook.paused_at is not None,
        ),
        Verb(
            name="delete", command=commands.delete_webhook, done="deleted", asks=Reason,
            warns="All that waited to be told to it is told no more.", ends=True,
        ),
    )  # fmt: skip

    def address(self, obj: Webhook) -> dict[str, Any]:
        """By its id."""
        return {"webhook_id": obj.pk}

    def log(self, obj: Webhook) -> str:
        """The ways to what was told, and what was answered."""
        told = [(f"{reverse(page)}?{by}={obj.pk}", name) for name, page, by in LOGS]
        return format_html('<a href="{}">{}</a> · <a href="{}">{}</a>', *told[0], *told[1])
