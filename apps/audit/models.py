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
    """Where the request behind a row came from: beside the trail, so that it can be erased."""

    audit_id = models.UUIDField(primary_key=True)
    ip_address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=500, null=True)
    salt = models.BinaryField()

    class Meta:
        verbose_name = "origin of an audit row"
        verbose_name_plural = "origins of audit rows"

    def __str__(self) -> str:
        return str(self.audit_id)
