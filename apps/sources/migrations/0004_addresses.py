"""A source stays where it was registered, under the slug it was given."""

from django.db import migrations

from apps.core.guards import never_changes


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_search"), ("core", "0001_functions")]
    operations = [never_changes("sources_source", "slug", "organization_id")]
