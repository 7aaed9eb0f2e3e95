"""Webhooks as a Django app."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "apps.webhooks"

    def ready(self) -> None:
        """Be what subscriptions of this kind are sent by."""
        from apps.events.sending import senders
        from apps.webhooks.commands import SENDER
        from apps.webhooks.sending import ToReceivers

        senders[SENDER] = ToReceivers()
