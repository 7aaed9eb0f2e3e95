"""A token that was made for a source is one of its organization, and ends with a membership there."""

from django.db import migrations

SQL = """
    UPDATE accounts_apitoken AS token
       SET organization = source.organization_id
      FROM sources_source AS source
     WHERE source.id = token.source AND token.organization IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_token_name"), ("sources", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
