"""What comes as published made no move: only moves are kept, and only names are unique.

A release brings hundreds of thousands of versions of proteins, published as they are registered
and without a name of their own. `published_at` says since when; a row more for each of them in the
table of states, and in the index of names, would say nothing else.
"""

from django.db import migrations, models

KEPT = """
CREATE FUNCTION version_states_keep() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO version_states (id, version_id, status, reason, superseded_by, at)
    SELECT bdp_uuid7(), id, status, reason, superseded_by, updated_at
      FROM arrived WHERE status <> 'draft';
    RETURN NULL;
END $$;
CREATE TRIGGER version_states_keep AFTER INSERT ON versions_version
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION version_states_keep();
"""
NOT_KEPT = """
DROP TRIGGER version_states_keep ON versions_version;
DROP FUNCTION version_states_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("versions", "0006_release_guards")]
    operations = [
        migrations.RunSQL(NOT_KEPT, KEPT),
        migrations.RemoveConstraint("version", "version_external_version_unique"),
        migrations.AddConstraint(
            "version",
            models.UniqueConstraint(
                condition=models.Q(external_version__isnull=False),
                fields=["source", "external_version"],
                name="version_external_version_unique",
            ),
        ),
    ]
