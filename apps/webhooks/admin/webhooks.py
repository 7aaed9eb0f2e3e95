"""The pages of webhooks. Who makes a secret is shown it once; nobody sees it again."""

from functools import partial, update_wrapper
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from apps.audit.policy import May
from apps.core.admin.commanding import CommandAdmin
from apps.core.admin.fields import Reason
from apps.core.admin.verbs import Verb
from apps.webhooks import commands
from apps.webhooks.admin.forms import Rotating, WebhookForm
from apps.webhooks.models import Webhook
from apps.webhooks.queries import NEWEST_FIRST

LOGS = (
    ("deliveries", "admin:events_delivery_changelist", "subscription__id__exact"),
    ("attempts", "admin:webhooks_attempt_changelist", "webhook__id__exact"),
)


@admin.register(Webhook)
class WebhookAdmin(CommandAdmin[Webhook]):
    creates, updates = commands.create_webhook, commands.update_webhook
    form, tells = WebhookForm, "secret"
    seen_by = May.CURATOR
    keyset = NEWEST_FIRST
    list_display = ("url", "organization", "types", "subject", "paused_at", "created_at", "log")
    list_select_related = ("organization",)
    autocomplete_fields = ("organization",)
    settled = ("organization",)
    told = ("id", "paused_at", "previous_until", "created_at", "updated_at", "log")
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
            name="rotate", command=commands.rotate_webhook, done="has a new secret",
            asks=Rotating, tells="secret", warns="The new secret is shown once.",
        ),
        Verb(
            name="delete", command=commands.delete_webhook, done="deleted", asks=Reason,
            warns="All that waited to be told to it is told no more.", ends=True,
        ),
    )  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        """What can be said of a new webhook, and what is told of one that is here."""
        about = ("url", "organization", "types", "subject")
        change = ("This change", {"fields": ("reason", "seen")})
        state = [("State", {"fields": self.told})] if obj else []
        return [(None, {"fields": about}), change, *state]

    def creation(self, details: dict[str, Any]) -> dict[str, Any]:
        """With the organization by its slug; without one it is the registry's own."""
        owner = details.pop("organization", None)
        return {**details, "organization": owner and owner.slug, "url": details.get("url", "")}

    def address(self, obj: Webhook) -> dict[str, Any]:
        """By its id."""
        return {"webhook_id": obj.pk}

    def log(self, obj: Webhook) -> str:
        """The ways to what was told, and what was answered."""
        told = [(f"{reverse(page)}?{by}={obj.pk}", name) for name, page, by in LOGS]
        return format_html('<a href="{}">{}</a> · <a href="{}">{}</a>', *told[0], *told[1])
