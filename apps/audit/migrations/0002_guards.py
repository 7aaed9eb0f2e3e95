"""The trail is appended to: PostgreSQL refuses the rest, whoever asks."""

from django.db import migrations

from apps.core.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("core", "0001_functions")]
    operations = [append_only("audit_auditlog")]
