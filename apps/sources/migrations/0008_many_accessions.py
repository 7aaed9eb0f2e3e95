"""A protein may have taken over more accessions than a curator would write as aliases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0007_proteins_apart")]
    operations = [
        migrations.RemoveConstraint(model_name="source", name="source_aliases_length"),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(aliases__len__lte=200) | models.Q(names_stand_apart=True),
                name="source_aliases_length",
            ),
        ),
    ]
