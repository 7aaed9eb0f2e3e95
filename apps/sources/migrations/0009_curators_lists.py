"""Curators list sources of a type, without a licence, archived, or tools: few among a million.

Proteins, whose names stand apart, are left out where their number would make the index large.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0003_tags'),
        ('sources', '0008_many_accessions'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='source',
            index=models.Index(condition=models.Q(('names_stand_apart', False)), fields=['source_type', 'slug', 'id'], name='source_by_type'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(condition=models.Q(('license', None), ('names_stand_apart', False)), fields=['slug', 'id'], name='source_unlicensed'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(condition=models.Q(('archived_at__isnull', False)), fields=['slug', 'id'], name='source_archived'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(condition=models.Q(('entry_type', 'tool')), fields=['slug', 'id'], name='source_tools'),
        ),
    ]
