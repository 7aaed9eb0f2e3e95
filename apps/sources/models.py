"""Tables and their integrity. No behaviour: see commands.py and queries.py."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from apps.core.constraints import among, length, matching, not_matching, web_address
from apps.core.ids import uuid7
from apps.core.references import ID_SHAPED
from apps.organizations.models import Organization

SLUG = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
ENTRY_TYPES = ["data_source", "tool"]
SOURCE_TYPES = [
    "protein", "genome", "sequence", "taxonomy", "ontology", "annotation", "structure", "pathway",
    "transcript", "bundle", "database", "other",
]  # fmt: skip
MOST_WORDS = 200

models.CharField.register_lookup(Lower)


class Source(models.Model):
    """Anything versioned: a database, a data set, one protein, an ontology, a tool."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.DO_NOTHING, related_name="sources", db_index=False
    )
    slug = models.CharField()
    entry_type = models.CharField(default="data_source")
    source_type = models.CharField()
    name = models.CharField()
    description = models.TextField(null=True, blank=True)
    external_id = models.CharField(null=True, blank=True)
    license = models.CharField(null=True, blank=True)
    license_note = models.CharField(null=True, blank=True)
    tags = ArrayField(models.CharField(), default=list, blank=True)
    aliases = ArrayField(models.CharField(), default=list, blank=True)
    homepage = models.CharField(null=True, blank=True)
    repository_url = models.CharField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.CharField(null=True, blank=True)
    names_stand_apart = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", Lower("slug"), name="source_slug_unique"),
            matching("source", "slug", SLUG, "format"),
            length("source", "slug", 255),
            not_matching("source", "slug", ID_SHAPED, "not_an_id"),
            among("source", "entry_type", ENTRY_TYPES),
            among("source", "source_type", SOURCE_TYPES),
            length("source", "name", 256),
            length("source", "description", 10_000),
            length("source", "external_id", 256),
            length("source", "license", 256),
            length("source", "license_note", 2000),
            web_address("source", "homepage"),
            web_address("source", "repository_url"),
            models.CheckConstraint(
                condition=models.Q(tags__len__lte=MOST_WORDS), name="source_tags_length"
            ),
            models.CheckConstraint(
                # those of proteins are the accessions they took over, as many as there were
                condition=models.Q(aliases__len__lte=MOST_WORDS) | models.Q(names_stand_apart=True),
                name="source_aliases_length",
            ),
        ]
        indexes = [
            models.Index(fields=["slug", "id"], name="source_by_slug"),
            models.Index(fields=["organization", "slug", "id"], name="source_by_organization"),
            # what curators narrow lists to; those of proteins would cost every ingest
            models.Index(
                fields=["source_type", "slug", "id"], name="source_by_type",
                condition=models.Q(names_stand_apart=False),
            ),
            models.Index(
                fields=["slug", "id"], name="source_unlicensed",
                condition=models.Q(license=None, names_stand_apart=False),
            ),
            models.Index(
                fields=["slug", "id"], name="source_archived",
                condition=models.Q(archived_at__isnull=False),
            ),
            models.Index(
                fields=["slug", "id"], name="source_tools", condition=models.Q(entry_type="tool")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.slug
