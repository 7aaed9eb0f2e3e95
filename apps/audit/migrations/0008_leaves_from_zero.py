"""No leaf stands before the first one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_erasing")]
    operations = [
        migrations.AddConstraint(
            "leaf",
            models.CheckConstraint(condition=models.Q(leaf_index__gte=0), name="leaf_from_zero"),
        )
    ]
