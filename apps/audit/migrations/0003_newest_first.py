"""An action's and an actor's rows are found newest first, however old they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guards")]
    operations = [
        migrations.AddIndex(
            "auditlog", models.Index(fields=["action", "-created_at"], name="audit_action_created")
        ),
        migrations.AddIndex(
            "auditlog", models.Index(fields=["user_id", "-created_at"], name="audit_user_created")
        ),
        migrations.RemoveIndex("auditlog", "audit_action"),
        migrations.RemoveIndex("auditlog", "audit_user"),
    ]
