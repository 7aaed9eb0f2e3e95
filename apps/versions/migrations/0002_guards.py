"""Published content never changes: PostgreSQL refuses it, whoever asks.

What may still move of a published version is a list; a column added later is frozen by default.
"""

from django.db import migrations

from apps.core.guards import append_only, immediate_foreign_key

GUARD = """
CREATE FUNCTION version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- the generated columns follow from guarded ones, and are not computed yet in this trigger
    movable CONSTANT text[] := ARRAY['status', 'reason', 'superseded_by', 'updated_at',
                                     'version', 'listed_on'];
BEGIN
    IF TG_OP = 'TRUNCATE' OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'What is published is never removed.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'version_published_stays';
    END IF;
    IF to_jsonb(NEW) - movable IS DISTINCT FROM to_jsonb(OLD) - movable THEN
        RAISE EXCEPTION 'What is published never changes.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'version_published_never_changes';
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
        ('published', 'deprecated'), ('published', 'yanked'), ('deprecated', 'yanked'),
        ('yanked', 'published'), ('yanked', 'deprecated')
    ) THEN
        RAISE EXCEPTION 'A % version cannot become %.', OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'version_status_moves';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER version_published_never_changes BEFORE UPDATE ON versions_version
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION version_guard();
CREATE TRIGGER version_published_stays BEFORE DELETE ON versions_version
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION version_guard();
CREATE TRIGGER version_no_truncate BEFORE TRUNCATE ON versions_version
    FOR EACH STATEMENT EXECUTE FUNCTION version_guard();
"""

UNGUARD = """
DROP TRIGGER version_published_never_changes ON versions_version;
DROP TRIGGER version_published_stays ON versions_version;
DROP TRIGGER version_no_truncate ON versions_version;
DROP FUNCTION version_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("versions", "0001_initial"), ("core", "0001_functions")]
    operations = [
        immediate_foreign_key(
            "versions_version", "source_id", "sources_source", "version_source_exists"
        ),
        immediate_foreign_key(
            "version_states", "version_id", "versions_version", "version_state_version_exists"
        ),
        append_only("version_states"),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
