"""What publishers named is found newest first, whichever source it is of."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("versions", "0008_spans_of_one_release")]
    operations = [
        migrations.AddIndex(
            "version",
            models.Index(
                F("effective_date").desc(),
                F("id").desc(),
                name="version_named_newest_first",
                condition=Q(external_version__isnull=False, status__in=["published", "deprecated"]),
            ),
        )
    ]
