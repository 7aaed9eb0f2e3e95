"""What a published version depends on never changes, and is published: PostgreSQL sees to it.

A change waits for whoever is publishing the version just now, and is then refused.
"""

from django.db import migrations

from apps.core.guards import immediate_foreign_key

FROZEN = """
CREATE FUNCTION dependency_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM versions_version WHERE id IN (SELECT version_id FROM touched)
        ORDER BY id FOR SHARE;
    IF EXISTS (SELECT FROM versions_version
                WHERE id IN (SELECT version_id FROM touched) AND status <> 'draft') THEN
        RAISE EXCEPTION 'What a published version depends on never changes.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dependency_stays';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION dependency_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A dependency is set or taken away, never made another; nor are all of them.'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dependency_stays';
END $$;
CREATE TRIGGER dependency_is_set AFTER INSERT ON dependencies_dependency
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION dependency_guard();
CREATE TRIGGER dependency_goes AFTER DELETE ON dependencies_dependency
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION dependency_guard();
CREATE TRIGGER dependency_stays BEFORE UPDATE OR TRUNCATE ON dependencies_dependency
    FOR EACH STATEMENT EXECUTE FUNCTION dependency_fixed();
"""

PUBLISHED = """
CREATE FUNCTION version_dependencies_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM dependencies_dependency AS dependency
                 JOIN versions_version AS needed ON needed.id = dependency.depends_on_id
                WHERE dependency.version_id = NEW.id AND needed.status = 'draft') THEN
        RAISE EXCEPTION 'What a published version depends on is published.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'version_dependencies_published';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER version_dependencies_published BEFORE UPDATE ON versions_version
    FOR EACH ROW WHEN (OLD.status = 'draft' AND NEW.status <> 'draft')
    EXECUTE FUNCTION version_dependencies_published();
"""

DROP = """
DROP TRIGGER version_dependencies_published ON versions_version;
DROP FUNCTION version_dependencies_published();
DROP TRIGGER dependency_is_set ON dependencies_dependency;
DROP TRIGGER dependency_goes ON dependencies_dependency;
DROP TRIGGER dependency_stays ON dependencies_dependency;
DROP FUNCTION dependency_guard();
DROP FUNCTION dependency_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("dependencies", "0001_initial")]
    operations = [
        immediate_foreign_key(
            "dependencies_dependency", "depends_on_id", "versions_version",
            "dependency_depends_on_exists",
        ),
        migrations.RunSQL(FROZEN + PUBLISHED, DROP),
    ]
