"""Tables and their integrity. No behaviour: see commands.py, queries.py and migrations/0002."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat

from apps.core.constraints import PRINTABLE, among, length, matching, not_matching
from apps.core.ids import uuid7
from apps.core.references import ID_SHAPED
from apps.sources.models import Source

STATUSES = ["draft", "published", "deprecated", "yanked"]
RESOLVING = ["published", "deprecated"]
BASES = ["released", "seen", "published"]
UNDATED = "9999-12-31"


def _as_text(column: str) -> Cast:
    return Cast(F(column), models.CharField())


class Version(models.Model):
    """One version of a source: a draft that may change, then published content that cannot."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(
        Source, on_delete=models.DO_NOTHING, related_name="versions", db_index=False
    )
    major = models.IntegerField()
    minor = models.IntegerField()
    patch = models.IntegerField()
    version = models.GeneratedField(
        expression=Concat(
            _as_text("major"), Value("."), _as_text("minor"), Value("."), _as_text("patch")
        ),
        output_field=models.CharField(),
        db_persist=True,
    )
    external_version = models.CharField(null=True, blank=True)
    release_date = models.DateField(null=True, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    effective_date = models.DateField(null=True, editable=False)
    listed_on = models.GeneratedField(
        expression=Coalesce("effective_date", Value(UNDATED), output_field=models.DateField()),
        output_field=models.DateField(),
        db_persist=True,
    )
    date_basis = models.CharField(null=True, editable=False)
    status = models.CharField(default="draft")
    published_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(null=True, blank=True)
    superseded_by = models.CharField(null=True, blank=True)
    release_notes = models.TextField(null=True, blank=True)
    license = models.CharField(null=True, blank=True)
    size_bytes = models.BigIntegerField(null=True, editable=False)
    changelog = models.JSONField(null=True, editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "major", "minor", "patch"], name="version_number_unique"
            ),
            models.UniqueConstraint(
                fields=["source", "external_version"],
                condition=Q(external_version__isnull=False),
                name="version_external_version_unique",
            ),
            models.CheckConstraint(
                condition=Q(major__gte=0, minor__gte=0, patch__gte=0), name="version_number_counts"
            ),
            length("version", "external_version", 64),
            matching("version", "external_version", PRINTABLE, "printable"),
            not_matching(
                "version", "external_version", r"^\s|\s$|^latest$|^\.{1,2}$", "addressable"
            ),
            not_matching("version", "external_version", ID_SHAPED, "not_an_id"),
            length("version", "release_notes", 100_000),
            length("version", "reason", 2000),
            among("version", "status", STATUSES),
            among("version", "date_basis", BASES),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None)
                | ~Q(status="draft")
                & Q(published_at__isnull=False, effective_date__isnull=False)
                & Q(date_basis__isnull=False),
                name="version_published_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["deprecated", "yanked"]) | Q(reason__isnull=False),
                name="version_reason_given",
            ),
        ]
        indexes = [
            models.Index(
                F("source"), F("listed_on").desc(), F("major").desc(), F("minor").desc(),
                F("patch").desc(), name="version_newest_first",
            ),
            models.Index(
                F("effective_date").desc(), F("id").desc(), name="version_named_newest_first",
                condition=Q(external_version__isnull=False, status__in=RESOLVING),
            ),
            # what curators look for: of the members of releases, which are many, none is in this
            models.Index(
                F("status"), F("id").desc(), name="version_by_status",
                condition=~Q(status="published"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


class VersionState(models.Model):
    """The instant at which a version moved, and how it stood from then on. Appended to only.

    What was published as it was registered made no move: it stands so since its `published_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(Version, on_delete=models.DO_NOTHING, related_name="states")
    status = models.CharField()
    reason = models.CharField(null=True)
    superseded_by = models.CharField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "version_states"
        constraints = [among("version_state", "status", STATUSES[1:])]

    def __str__(self) -> str:
        return f"{self.status} {self.at:%Y-%m-%d}"


class Release(models.Model):
    """A version that has members: the versions of other sources that were current in it.

    The releases of a source are counted from 1 in the order in which they came. Once sealed, its
    members never change again (see migrations/0004).
    """

    version = models.OneToOneField(
        Version, primary_key=True, on_delete=models.DO_NOTHING, related_name="release"
    )
    source = models.ForeignKey(
        Source, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    ordinal = models.IntegerField()
    members = models.IntegerField()
    sha256 = models.BinaryField(max_length=32)
    sealed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "ordinal"], name="release_ordinal_unique"),
        ]

    def __str__(self) -> str:
        return f"release {self.ordinal}"


class Membership(models.Model):
    """A span of releases that hold a version: the first of them, and the first after them.

    So a release costs as many rows as it changed members, however many it has. No foreign key is
    checked row by row: what a release holds is never deleted, and guards refuse it.
    """

    id = models.BigAutoField(primary_key=True)
    releases = models.ForeignKey(
        Source, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Source, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    version = models.ForeignKey(
        Version, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    slug = models.CharField()
    since = models.IntegerField()
    until = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "releases"], condition=Q(until=None), name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="membership_lasts"
            ),
        ]
        indexes = [
            models.Index(fields=["releases", "slug", "id"], name="membership_by_slug"),
            models.Index(fields=["member", "releases", "since"], name="membership_by_member"),
            models.Index(fields=["version"], name="membership_by_version"),
            # what one release began and ended, among all others; a first release pays for neither
            models.Index(
                fields=["releases", "since"], condition=Q(since__gt=1), name="membership_begun"
            ),
            models.Index(
                fields=["releases", "until"],
                condition=Q(until__isnull=False),
                name="membership_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.since}-{self.until or ''}"


class Tally(models.Model):
    """How much one organization had, or all of them, when the event at `position` had happened."""

    organization_id = models.UUIDField(primary_key=True)
    position = models.BigIntegerField()
    organizations = models.BigIntegerField()
    sources = models.JSONField()
    versions = models.JSONField()
    last_published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.organization_id} at {self.position}"
