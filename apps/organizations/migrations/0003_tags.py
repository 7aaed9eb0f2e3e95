"""A tag never lies: no change of an organization leaves its `updated_at` where it was."""

from django.db import migrations

from apps.core.guards import moves_forward


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_guards")]
    operations = [moves_forward("organizations_organization")]
