"""The outbox: what happened, written in the transaction in which it happened."""

from django.db import models

from apps.core.ids import uuid7


class Event(models.Model):
    """One CloudEvents 1.0 event; `source`, the registry's own address, is added when it is read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    type = models.CharField(max_length=100)
    subject = models.CharField(max_length=600)
    time = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"
