"""Why something about webhooks may be refused."""

from apps.core.errors import NotFound


class WebhookNotFound(NotFound):
    code = "webhook.not_found"
    message = "There is no webhook “{webhook}” that you keep."
