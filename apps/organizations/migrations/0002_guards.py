"""A slug is given once: PostgreSQL refuses another, whoever asks."""

from django.db import migrations

from apps.core.guards import never_changes


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial"), ("core", "0001_functions")]
    operations = [never_changes("organizations_organization", "slug")]
