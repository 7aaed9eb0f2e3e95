"""The files that people upload, those that whole releases are, and how often all were fetched.

Bytes are in the store, named by their SHA-256. No behaviour: see commands.py, and migrations/0002
for what PostgreSQL refuses.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.core.constraints import among, length, matching, not_matching
from apps.core.ids import uuid7
from apps.files.dtos import COMPRESSIONS, MEDIA_TYPES
from apps.versions.models import Version

FORMATS = list(MEDIA_TYPES)


class File(models.Model):
    """A file of a version: one for each format."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        Version, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    format = models.CharField()
    filename = models.CharField()
    media_type = models.CharField()
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField()
    compression = models.CharField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "format"], name="file_format_unique"),
            models.UniqueConstraint(fields=["version", "filename"], name="file_filename_unique"),
            length("file", "filename", 255),
            matching("file", "filename", r"^[^[:cntrl:]/\\]*$", "plain"),
            not_matching("file", "filename", r"^[.\s-]|\s$", "harmless"),
            matching("file", "sha256", r"^[0-9a-f]{64}$", "hexadecimal"),
            among("file", "format", FORMATS),
            among("file", "compression", [name for name, _ in COMPRESSIONS.values()]),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="file_size_counts"),
        ]
        indexes = [models.Index(fields=["sha256"], name="file_by_sha256")]

    def __str__(self) -> str:
        return self.filename


class Whole(models.Model):
    """A file that a whole release is, made of its records when it was first asked for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        Version, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    format = models.CharField()
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField()
    plan = models.CharField()
    stretches = models.BigIntegerField()
    packs = ArrayField(models.CharField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "format"], name="whole_format_unique"),
            among("whole", "format", FORMATS),
        ]
        indexes = [models.Index(fields=["sha256"], name="whole_by_sha256")]

    def __str__(self) -> str:
        return f"{self.format} {self.version_id}"


class Fetched(models.Model):
    """One download, until it is added to the others: a row each, so that none waits for another.

    No foreign key is checked: it would wait for whoever changes the version.
    """

    id = models.BigAutoField(primary_key=True)
    version_id = models.UUIDField()
    format = models.CharField()

    def __str__(self) -> str:
        return f"{self.format} {self.version_id}"


class Fetches(models.Model):
    """How often a file was fetched, those that still have a row of their own left aside."""

    id = models.BigAutoField(primary_key=True)
    version_id = models.UUIDField()
    format = models.CharField()
    downloads = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version_id", "format"], name="fetches_of_a_file_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.downloads} {self.format} {self.version_id}"
