"""What one release began and ended is found without a look at the spans of all the others."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0008_many_accessions'),
        ('versions', '0007_light_rows'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(condition=models.Q(('since__gt', 1)), fields=['releases', 'since'], name='membership_begun'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(condition=models.Q(('until__isnull', False)), fields=['releases', 'until'], name='membership_ended'),
        ),
    ]
