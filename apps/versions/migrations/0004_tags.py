"""A tag never lies: no change of a version leaves its `updated_at` where it was."""

from django.db import migrations

from apps.core.guards import moves_forward


class Migration(migrations.Migration):
    dependencies = [("versions", "0003_states")]
    operations = [moves_forward("versions_version")]
