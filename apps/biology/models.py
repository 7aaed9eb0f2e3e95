"""What is inside releases: records, the sequences they share, and the proteins of today.

Rows come by the hundred thousand, in statements that also make what they point to, and none of
that is ever deleted: guards refuse it. So no foreign key is checked here, row by row, again.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from apps.core.constraints import among
from apps.core.ids import uuid7
from apps.sources.models import Source
from apps.versions.models import Version

FORMATS = ["dat", "xml", "fasta"]


class Pack(models.Model):
    """An object of the store that holds the records which one release brought."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    release = models.ForeignKey(
        Version, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    object = models.CharField()
    size_bytes = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release"], name="pack_release_unique")]

    def __str__(self) -> str:
        return self.object


class Sequence(models.Model):
    """Residues, once however many proteins share them, by their SHA-256."""

    sha256 = models.BinaryField(primary_key=True, max_length=32)
    residues = models.TextField()

    def __str__(self) -> str:
        return self.residues[:20]


class Record(models.Model):
    """The content of one version of a protein: where its exact bytes are, and their SHA-256."""

    version = models.OneToOneField(
        Version,
        primary_key=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    format = models.CharField()
    sha256 = models.BinaryField(max_length=32)
    sequence = models.ForeignKey(
        Sequence, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    length = models.IntegerField()
    pack = models.ForeignKey(
        Pack, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    frame = models.BigIntegerField()
    packed = models.IntegerField()
    start = models.IntegerField()
    size = models.IntegerField()

    class Meta:
        constraints = [among("record", "format", FORMATS)]

    def __str__(self) -> str:
        return f"{self.format} {self.version_id}"


class Name(models.Model):
    """What proteins are called, once however many share it. Search looks here."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField()
    words = models.GeneratedField(
        expression=SearchVector("name", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="protein_name_unique")]

    def __str__(self) -> str:
        return self.name


class Protein(models.Model):
    """What is asked of a protein that a current release holds: the facts of its newest record."""

    source = models.OneToOneField(
        Source, primary_key=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    organization_id = models.UUIDField()
    version = models.ForeignKey(
        Version, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    accession = models.CharField()
    secondary_accessions = ArrayField(models.CharField(), default=list)
    entry_name = models.CharField(null=True)
    reviewed = models.BooleanField(null=True)
    name = models.ForeignKey(
        Name, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, null=True
    )
    genes = ArrayField(models.CharField(), default=list)
    organism = models.CharField(null=True)
    taxid = models.BigIntegerField(null=True)
    length = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["organization_id", "accession"], name="protein_by_accession"),
            models.Index(fields=["organization_id", "taxid", "accession"], name="protein_by_taxid"),
        ]

    def __str__(self) -> str:
        return self.accession
