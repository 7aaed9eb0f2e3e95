"""One index finds an entity's rows, and in the order in which they are read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_newest_first")]
    operations = [migrations.RemoveIndex("auditlog", "audit_entity")]
