"""A key is endorsed by the one before it. That it vouched for that one, as it did, told nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0010_erasing_told")]
    operations = [
        migrations.RemoveField("signingkey", "vouched"),
        migrations.AddField("signingkey", "endorsement", models.BinaryField(null=True)),
    ]
