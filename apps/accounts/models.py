"""People and the tokens they work with."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.core.constraints import length
from apps.core.ids import uuid7


class User(AbstractUser):
    """Somebody who signs in. When they last did is no change of the registry, and not kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    last_login = None

    @cached_property
    def group_names(self) -> frozenset[str]:
        """The groups that the policy asks about."""
        return frozenset(self.groups.values_list("name", flat=True))


class ApiToken(models.Model):
    """A credential for programs. Only the SHA-256 of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField()
    digest = models.CharField(max_length=64)
    prefix = models.CharField(max_length=12)
    scopes = ArrayField(models.CharField(max_length=10))
    organization = models.UUIDField(null=True, db_column="organization")
    source = models.UUIDField(null=True, db_column="source")
    made_by = models.UUIDField(null=True)  # the token at work, if one was
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="token_digest_unique"),
            length("token", "name", 100),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["read", "write", "publish", "admin"])
                & ~Q(scopes=[]),
                name="token_scopes_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_by"], name="token_made_by", condition=Q(made_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"


class Incident(models.Model):
    """What somebody does again and again: when the trail was last told, and how often since."""

    action = models.CharField()
    whose = models.CharField()
    told_at = models.DateTimeField(null=True)
    untold = models.IntegerField(default=0)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "whose"], name="incident_once"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.whose}"
