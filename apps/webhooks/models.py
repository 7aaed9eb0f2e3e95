"""Where what happens is posted to, and what came of it. No behaviour: see commands.py."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.core.constraints import web_address
from apps.core.ids import uuid7


class Webhook(models.Model):
    """A receiver. The subscription of the same id says up to where it was told.

    Empty `types` are all; without an `organization` it is the registry's own. The secrets are kept
    as they are, for they sign; nobody is shown them again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", models.DO_NOTHING, null=True, related_name="+"
    )
    url = models.CharField()
    types = ArrayField(models.CharField(), default=list)
    subject = models.CharField(null=True)
    secret = models.CharField()
    previous_secret = models.CharField(null=True)
    previous_until = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [web_address("webhook", "url")]

    def __str__(self) -> str:
        return str(self.id)


class Attempt(models.Model):
    """One time that a receiver was told of an event: what it answered, or why it did not."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    webhook = models.ForeignKey(Webhook, models.DO_NOTHING, related_name="+", db_index=False)
    delivery = models.ForeignKey("events.Delivery", models.DO_NOTHING, related_name="+")
    number = models.IntegerField()
    at = models.DateTimeField()
    milliseconds = models.IntegerField()
    status = models.SmallIntegerField(null=True)
    answer = models.TextField(null=True)
    error = models.TextField(null=True)

    class Meta:
        db_table = "webhooks_attempt"
        indexes = [
            models.Index(fields=["webhook", "at"], name="webhook_attempt_at"),
            models.Index(
                fields=["webhook", "-at"], name="webhook_attempt_well",
                condition=models.Q(error__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}. {self.error or self.status}"
