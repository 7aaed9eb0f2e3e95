"""The two groups that the policy knows beside members: curators and auditors."""

from typing import Any

from django.db import migrations

GROUPS = ("curator", "auditor")


def make_groups(apps: Any, schema_editor: Any) -> None:
    """Make them where they are missing."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in GROUPS:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
