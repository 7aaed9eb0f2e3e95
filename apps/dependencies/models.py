"""What versions need of others. No behaviour: see commands.py, queries.py and migrations/0002."""

from django.db import models
from django.db.models import F, Q

from apps.core.constraints import among
from apps.core.ids import uuid7
from apps.versions.models import Version

DECLARED_KINDS = ["required", "optional"]
KINDS = [*DECLARED_KINDS, "member"]


class Dependency(models.Model):
    """That one version needs another. The members of a release are spans of their own.

    What a draft needs goes with the draft; what another version needs is not thrown away.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, related_name="dependencies", db_index=False
    )
    depends_on = models.ForeignKey(
        Version, on_delete=models.DO_NOTHING, related_name="dependents", db_index=False
    )
    kind = models.CharField(default="required")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "depends_on"], name="dependency_unique"),
            models.CheckConstraint(
                condition=~Q(version=F("depends_on")), name="dependency_not_of_itself"
            ),
            among("dependency", "kind", DECLARED_KINDS),
        ]
        indexes = [models.Index(fields=["depends_on", "version"], name="dependency_of")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind} {self.depends_on_id}"
