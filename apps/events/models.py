"""The outbox: what happened, written in the transaction in which it happened."""

from django.db import models

from apps.core.ids import uuid7


class Event(models.Model):
    """One CloudEvents 1.0 event; `source`, the registry's own address, is added when it is read.

    `organization` is the slug of the one it belongs to; what is not `public` is shown to those who
    see that organization's drafts. `version` counts the shapes that `data` of this type has had.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    type = models.CharField(max_length=100)
    subject = models.CharField(max_length=600)
    time = models.DateTimeField()
    data = models.JSONField()
    organization = models.CharField(max_length=100, null=True)
    public = models.BooleanField()
    version = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"


class Position(models.Model):
    """Where an event stands in the order of commits. PostgreSQL gives it as the commit begins.

    Whoever sees a position sees all before it: a transaction takes its own under a lock that it
    holds until everybody sees what it did.
    """

    event = models.OneToOneField(
        Event, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="place"
    )
    position = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["position"], name="event_position_unique")]

    def __str__(self) -> str:
        return f"{self.position}: {self.event_id}"
