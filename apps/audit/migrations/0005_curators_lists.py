"""Curators ask the trail what somebody did and what else came with a request.

What releases did to their members is left out of the first: nearly all rows are of that kind.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0004_entities_once"),
    ]

    operations = [
        migrations.AddIndex(
            model_name='auditlog',
            index=models.Index(condition=models.Q(('action', 'ingest_member'), _negated=True), fields=['user_id', 'action', '-created_at'], name='audit_user_action'),
        ),
        migrations.AddIndex(
            model_name='auditlog',
            index=models.Index(fields=['request_id', 'id'], name='audit_request'),
        ),
    ]
