"""An organization that has sources cannot go: PostgreSQL says so at once, and by name."""

from django.db import migrations

from apps.core.guards import immediate_foreign_key


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial")]
    operations = [
        immediate_foreign_key(
            "sources_source",
            "organization_id",
            "organizations_organization",
            "source_organization_exists",
        )
    ]
