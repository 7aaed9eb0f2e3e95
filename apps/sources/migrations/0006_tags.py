"""A tag never lies: no change of a source leaves its `updated_at` where it was."""

from django.db import migrations

from apps.core.guards import moves_forward


class Migration(migrations.Migration):
    dependencies = [("sources", "0005_known_names")]
    operations = [moves_forward("sources_source")]
