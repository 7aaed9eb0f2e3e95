"""Tables and their integrity. No behaviour: see commands.py and queries.py."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from apps.core.constraints import length, matching, not_matching
from apps.core.ids import uuid7
from apps.core.references import ID_SHAPED
from apps.organizations.models import Organization

NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
MOST_OF_A_NAME, MOST_OF_A_DESCRIPTION = 100, 10_000


class Project(models.Model):
    """What a lab works on: the data and tools that it says it uses.

    It belongs to an organization or to a person; `owner` is how addresses name either.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, models.DO_NOTHING, null=True, blank=True, related_name="projects"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, blank=True, related_name="projects"
    )
    owner = models.CharField(editable=False)
    owner_id = models.UUIDField(editable=False)
    name = models.CharField()
    description = models.TextField(null=True, blank=True)
    watch = models.BooleanField(default=False)
    manifest = models.JSONField(default=dict, blank=True)
    locked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="project_name_unique"),
            matching("project", "name", NAME, "format"),
            length("project", "name", MOST_OF_A_NAME),
            not_matching("project", "name", ID_SHAPED, "not_an_id"),
            length("project", "description", MOST_OF_A_DESCRIPTION),
            models.CheckConstraint(
                condition=Q(organization=None) ^ Q(user=None), name="project_of_one_owner"
            ),
        ]
        indexes = [models.Index(fields=["owner", "name", "id"], name="project_by_owner")]

    def __str__(self) -> str:
        return f"{self.owner}/{self.name}"


class Content(models.Model):
    """The bytes of a lock, kept once however many projects and times they were locked."""

    sha256 = models.BinaryField(primary_key=True, max_length=32)
    content = models.BinaryField()

    def __str__(self) -> str:
        return bytes(self.sha256).hex()


class ProjectLock(models.Model):
    """One lock of a project, counted from 1, and what it changed of the one before."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="locks", db_index=False)
    number = models.IntegerField()
    content = models.ForeignKey(
        Content, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    checksum = models.CharField()
    pins = models.IntegerField()
    added = models.IntegerField()
    changed = models.IntegerField()
    removed = models.IntegerField()
    difference = models.JSONField()
    locked_by = models.CharField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="project_lock_number_unique")
        ]

    def __str__(self) -> str:
        return f"lock {self.number}"


class Pin(models.Model):
    """One pin of the lock that a project has now, and the newest of its source at that time.

    Ids without keys: what is published is never removed, and a comparison tells if it was.
    """

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    section = models.CharField()
    spec = models.CharField()
    resolved = models.CharField()
    status = models.CharField()
    license = models.CharField(null=True)
    source_id = models.UUIDField()
    version_id = models.UUIDField()
    newest_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "section", "spec"], name="pin_unique")
        ]
        indexes = [models.Index(fields=["source_id", "project"], name="pin_by_source")]

    def __str__(self) -> str:
        return f"{self.spec} → {self.resolved}"


class Touched(models.Model):
    """A watched project of whose pins something moved, until it is compared anew."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "touched"

    def __str__(self) -> str:
        return f"{self.project_id} {self.due_at:%H:%M:%S}"


class Reconciliation(models.Model):
    """What a lock was beside the registry at one instant, pin by pin."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="reconciliations", db_index=False
    )
    lock = models.ForeignKey(ProjectLock, models.CASCADE, related_name="+", db_index=False)
    in_sync = models.BooleanField()
    counts = models.JSONField()
    pins = models.JSONField()
    reconciled_by = models.CharField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["project", "-created_at", "-id"], name="reconciliation_newest")
        ]

    def __str__(self) -> str:
        return "in sync" if self.in_sync else "not in sync"
