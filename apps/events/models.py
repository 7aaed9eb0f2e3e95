"""The outbox: what happened, in the order in which it was committed; and who is told of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.core.constraints import among
from apps.core.ids import uuid7

DELIVERY_STATES = ["waiting", "done", "dead"]


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


class Subscription(models.Model):
    """Who is to hear of events: a function of the program by its name, or what a slice sends to.

    Empty `types` are all; `subject` is a path with all below it; `organization` a slug. Up to
    `position` every event that fits has its delivery.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sender = models.CharField()
    name = models.CharField()
    types = ArrayField(models.CharField(), default=list)
    subject = models.CharField(null=True)
    organization = models.CharField(null=True)
    position = models.BigIntegerField()
    paused_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="subscription_name_unique")]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One event on its way to one subscription.

    `next_at` is when it is due, or from when on a worker that claimed it counts as dead; it is
    null behind an earlier delivery of its subject, and once it has ended. `claims` tells one claim
    from the next. `begun_at` is when a function's attempt began, or what goes elsewhere was
    claimed; it stands until that has ended: so long as its worker lives, or on if that died of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="deliveries", db_index=False
    )
    event = models.ForeignKey(
        Event, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    position = models.BigIntegerField()
    subject = models.CharField()
    state = models.CharField(default="waiting")
    attempts = models.IntegerField(default=0)
    claims = models.IntegerField(default=0, db_default=0)
    begun_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    last_error = models.TextField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            among("delivery", "state", DELIVERY_STATES),
            models.UniqueConstraint(fields=["subscription", "event"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="delivery_due",
                condition=models.Q(state="waiting", next_at__isnull=False),
            ),
            models.Index(
                fields=["subscription", "subject", "position"], name="delivery_in_order",
                condition=models.Q(state="waiting"),
            ),
            models.Index(fields=["subscription", "-position"], name="delivery_newest"),
            models.Index(
                fields=["-id"], name="delivery_dead", condition=models.Q(state="dead")
            ),
            models.Index(
                fields=["ended_at"], name="delivery_ended", condition=~models.Q(state="waiting")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject} to {self.subscription_id}"
