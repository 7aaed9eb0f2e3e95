"""The files that people upload. Their bytes are in the store, named by their SHA-256.

No behaviour: see commands.py, and migrations/0002 for what PostgreSQL refuses.
"""

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
