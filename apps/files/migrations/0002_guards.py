"""The files of what is published never change: PostgreSQL refuses it, whoever asks.

A draft that is thrown away takes its files with it.
"""

from django.db import migrations

from apps.core.guards import append_only, immediate_foreign_key

GUARD = """
CREATE FUNCTION file_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held CONSTANT uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.version_id ELSE OLD.version_id END;
    state text;
BEGIN
    -- whoever publishes at the same time waits for this, or this for them
    SELECT status INTO state FROM versions_version WHERE id = held FOR SHARE;
    IF state <> 'draft' OR TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'The files of what is published never change.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_stays';
    END IF;
    RETURN CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
END $$;
CREATE TRIGGER file_stays BEFORE INSERT OR UPDATE OR DELETE ON files_file
    FOR EACH ROW EXECUTE FUNCTION file_guard();
CREATE TRIGGER file_no_truncate BEFORE TRUNCATE ON files_file
    FOR EACH STATEMENT EXECUTE FUNCTION bdp_refuse_rewriting();
"""

UNGUARD = """
DROP TRIGGER file_stays ON files_file;
DROP TRIGGER file_no_truncate ON files_file;
DROP FUNCTION file_guard();
"""

GO_WITH_THEIR_DRAFT = """
DO $$ BEGIN EXECUTE (
    SELECT format('ALTER TABLE files_file DROP CONSTRAINT %I', conname) FROM pg_constraint
     WHERE conrelid = 'files_file'::regclass AND contype = 'f'
); END $$;
ALTER TABLE files_file ADD CONSTRAINT file_version_exists FOREIGN KEY (version_id)
    REFERENCES versions_version (id) ON DELETE CASCADE NOT DEFERRABLE;
"""

STAY = """
ALTER TABLE files_file DROP CONSTRAINT file_version_exists;
ALTER TABLE files_file ADD CONSTRAINT file_version_exists FOREIGN KEY (version_id)
    REFERENCES versions_version (id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("core", "0001_functions")]
    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(GO_WITH_THEIR_DRAFT, STAY),
        append_only("files_whole"),
        immediate_foreign_key(
            "files_whole", "version_id", "versions_version", "whole_version_exists"
        ),
    ]
