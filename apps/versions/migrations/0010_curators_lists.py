"""Curators find drafts and what was deprecated or yanked, newest first, among many that were not."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("versions", "0009_newest_releases"), ("sources", "0009_curators_lists")]
    operations = [
        migrations.AddIndex(
            "version",
            models.Index(
                F("status"), F("id").desc(), condition=~Q(status="published"),
                name="version_by_status",
            ),
        )
    ]  # fmt: skip
