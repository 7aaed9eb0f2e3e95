"""What is noted to be sealed is found by a row's id, however much of it there is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0008_leaves_from_zero")]
    operations = [
        migrations.AddIndex("unsealed", models.Index(fields=["first"], name="audit_unsealed_first"))
    ]
