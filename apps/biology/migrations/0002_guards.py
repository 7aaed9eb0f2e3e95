"""What a release brought stays as it came: records, sequences and packs are only appended to."""

from django.db import migrations

from apps.core.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("biology", "0001_initial"), ("core", "0001_functions")]
    operations = [append_only(f"biology_{table}") for table in ("pack", "sequence", "record")]
