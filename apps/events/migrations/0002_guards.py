"""What happened, happened: PostgreSQL refuses to change or forget an event."""

from django.db import migrations

from apps.core.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial"), ("core", "0001_functions")]
    operations = [append_only("events_event")]
