"""Keys that refuse at once and by name; addresses that stay; tags that move; bytes for ever."""

from django.db import migrations

from apps.core.guards import append_only, immediate_foreign_key, moves_forward, never_changes


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial"), ("core", "0001_functions")]
    operations = [
        immediate_foreign_key(
            "projects_project", "organization_id", "organizations_organization",
            "project_organization_exists",
        ),
        immediate_foreign_key(
            "projects_project", "user_id", "accounts_user", "project_user_exists"
        ),
        moves_forward("projects_project"),
        never_changes("projects_project", "organization_id", "user_id", "owner", "owner_id", "name"),
        append_only("projects_content"),
    ]
