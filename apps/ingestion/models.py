"""What ingestion remembers of the files it read."""

from django.db import models


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
