"""What ingestion remembers of the files it read."""

from django.db import models

from apps.core.constraints import among
from apps.core.ids import uuid7

JOB_STATUSES = ["running", "succeeded", "failed"]


class CatalogueEntry(models.Model):
    """What the catalogue last said of one database: what it may still change, and what it may not.

    A field that somebody has changed since no longer equals it, and is theirs.
    """

    slug = models.CharField(primary_key=True)
    facts = models.JSONField()

    class Meta:
        verbose_name_plural = "catalogue entries"

    def __str__(self) -> str:
        return self.slug


class Job(models.Model):
    """Work that takes its time, and how far it is. It commits apart from the work itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField()
    subject_label = models.CharField()
    status = models.CharField(default="running")
    records = models.BigIntegerField(default=0)
    bytes_read = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    heard_from_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(null=True)
    outcome = models.JSONField(null=True)

    class Meta:
        constraints = [among("job", "status", JOB_STATUSES)]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_label}"
