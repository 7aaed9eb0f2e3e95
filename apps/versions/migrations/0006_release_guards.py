"""What a sealed release holds never changes: PostgreSQL refuses it, whoever asks.

A span may begin or end only with a release of the same source that is not sealed yet.
"""

from django.db import migrations

from apps.core.guards import immediate_foreign_key

RELEASES = """
CREATE FUNCTION release_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NOT OLD.sealed THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A release is sealed once, and stays.'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'release_stays';
END $$;
CREATE TRIGGER release_stays BEFORE UPDATE OR DELETE ON versions_release
    FOR EACH ROW EXECUTE FUNCTION release_guard();
CREATE TRIGGER release_no_truncate BEFORE TRUNCATE ON versions_release
    FOR EACH STATEMENT EXECUTE FUNCTION release_guard();
"""

MEMBERS = """
CREATE FUNCTION membership_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed boolean := false;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT coalesce(bool_and(open.ordinal IS NOT NULL AND spans.until IS NULL), true)
          INTO allowed
          FROM (SELECT DISTINCT releases_id, since, until FROM arrived) AS spans
          LEFT JOIN versions_release AS open
            ON open.source_id = spans.releases_id AND open.ordinal = spans.since
               AND NOT open.sealed;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT coalesce(bool_and(
                   gone.until IS NULL AND open.ordinal IS NOT NULL
                   AND to_jsonb(arrived) - 'until' = to_jsonb(gone) - 'until'), true)
          INTO allowed
          FROM arrived FULL JOIN gone USING (id)
          LEFT JOIN versions_release AS open
            ON open.source_id = arrived.releases_id AND open.ordinal = arrived.until
               AND NOT open.sealed;
    END IF;
    IF NOT allowed THEN
        RAISE EXCEPTION 'The members of a sealed release never change.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'membership_stays';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER membership_begins AFTER INSERT ON versions_membership
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION membership_guard();
CREATE TRIGGER membership_ends AFTER UPDATE ON versions_membership
    REFERENCING OLD TABLE AS gone NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION membership_guard();
CREATE TRIGGER membership_stays BEFORE DELETE OR TRUNCATE ON versions_membership
    FOR EACH STATEMENT EXECUTE FUNCTION membership_guard();
"""

DROP = """
DROP TRIGGER membership_begins ON versions_membership;
DROP TRIGGER membership_ends ON versions_membership;
DROP TRIGGER membership_stays ON versions_membership;
DROP FUNCTION membership_guard();
DROP TRIGGER release_stays ON versions_release;
DROP TRIGGER release_no_truncate ON versions_release;
DROP FUNCTION release_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("versions", "0005_releases")]
    operations = [
        migrations.RunSQL(RELEASES + MEMBERS, DROP),
        immediate_foreign_key(
            "versions_release", "source_id", "sources_source", "release_source_exists"
        ),
    ]
