"""The audit trail: appended to, never rewritten. PostgreSQL refuses what this module cannot."""

from django.db import models

from apps.core.ids import uuid7


class AuditLog(models.Model):
    """One row for one change. Plain ids: nothing it names can take it along when it goes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    action = models.CharField(max_length=100)
    user_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=150)
    entity_type = models.CharField(max_length=50)
    entity_id = models.UUIDField()
    entity_label = models.CharField(max_length=512)
    metadata = models.JSONField(default=dict)
    request_id = models.UUIDField()
    token_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "audit row"
        verbose_name_plural = "audit trail"
        # of action or actor alone it would find all their rows, and not where the newest stand
        indexes = [
            models.Index(fields=["action", "-created_at"], name="audit_action_created"),
            models.Index(fields=["user_id", "-created_at"], name="audit_user_created"),
            models.Index(
                fields=["user_id", "action", "-created_at"], name="audit_user_action",
                condition=~models.Q(action="ingest_member"),
            ),
            models.Index(fields=["request_id", "id"], name="audit_request"),
            models.Index(fields=["-created_at"], name="audit_created"),
            models.Index(fields=["entity_id", "-created_at"], name="audit_entity_created"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.action} {self.entity_label}"


class AuditOrigin(models.Model):
    """Where the request behind a row came from: beside the trail, so that it can be erased.

    Erasing sets address, user agent and salt to null. The digests, which PostgreSQL makes of salt
    and value, stay: the row's leaf holds them.
    """

    audit_id = models.UUIDField(primary_key=True)
    ip_address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=500, null=True)
    salt = models.BinaryField(null=True)
    ip_digest = models.BinaryField(null=True, editable=False)
    user_agent_digest = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = "origin of an audit row"
        verbose_name_plural = "origins of audit rows"

    def __str__(self) -> str:
        return str(self.audit_id)


class Unsealed(models.Model):
    """Rows of the trail that are no leaves yet: what one statement wrote, from its first id on.

    PostgreSQL itself notes them, and gives them a position as their transaction ends, as it does
    with events: whoever sees one sees all before it. The sealer takes them away.
    """

    id = models.BigAutoField(primary_key=True)
    first = models.UUIDField()
    last = models.UUIDField()
    rows = models.BigIntegerField()
    position = models.BigIntegerField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "unsealed"
        indexes = [models.Index(fields=["first"], name="audit_unsealed_first")]

    def __str__(self) -> str:
        return f"{self.rows} rows from {self.first}"


class Leaf(models.Model):
    """A row of the trail as a leaf of the log, numbered in the order of commits."""

    leaf_index = models.BigIntegerField(primary_key=True)
    audit_id = models.UUIDField()
    leaf_hash = models.BinaryField()

    class Meta:
        verbose_name_plural = "leaves"
        constraints = [
            models.UniqueConstraint(fields=["audit_id"], name="leaf_once"),
            models.CheckConstraint(condition=models.Q(leaf_index__gte=0), name="leaf_from_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.leaf_index}: {self.audit_id}"


class Node(models.Model):
    """A complete subtree of the log, from the level on that proofs do not make anew each time."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.number} of level {self.level}"


class SigningKey(models.Model):
    """A public key of heads, good from `since` until the next one is.

    The one before it signed it, where there was one: so whoever trusts that can trust this.
    """

    key_id = models.CharField(max_length=64, primary_key=True)
    public_key = models.BinaryField()
    since = models.DateTimeField()
    endorsement = models.BinaryField(null=True)

    def __str__(self) -> str:
        return self.key_id


class Head(models.Model):
    """The root of the log at a size, signed: nothing before it can change unnoticed."""

    tree_size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    signed_at = models.DateTimeField()
    key_id = models.CharField(max_length=64)
    signature = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.tree_size} leaves, {self.signed_at}"
