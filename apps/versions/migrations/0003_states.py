"""The states of a version: only lawful moves, each kept with its instant by PostgreSQL itself."""

from django.db import migrations, models

DATED = """
ALTER TABLE versions_version ADD CONSTRAINT version_dated_by_its_basis CHECK (
    CASE
        WHEN release_date IS NOT NULL
            THEN effective_date = release_date AND date_basis = 'released'
        WHEN seen_on IS NOT NULL THEN effective_date = seen_on AND date_basis = 'seen'
        WHEN status = 'draft' THEN effective_date IS NULL AND date_basis IS NULL
        ELSE effective_date = (published_at AT TIME ZONE 'UTC')::date AND date_basis = 'published'
    END
);
"""

BEGINNING = """
CREATE FUNCTION version_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A version begins as a draft or published, not %.', NEW.status
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'version_status_moves';
END $$;
CREATE TRIGGER version_begins BEFORE INSERT ON versions_version
    FOR EACH ROW WHEN (NEW.status NOT IN ('draft', 'published')) EXECUTE FUNCTION version_begins();
CREATE TRIGGER version_draft_is_published BEFORE UPDATE ON versions_version
    FOR EACH ROW WHEN (OLD.status = 'draft' AND NEW.status NOT IN ('draft', 'published'))
    EXECUTE FUNCTION version_begins();
"""

KEEPING = """
CREATE FUNCTION version_states_keep() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO version_states (id, version_id, status, reason, superseded_by, at)
    SELECT bdp_uuid7(), id, status, reason, superseded_by, updated_at
      FROM arrived WHERE status <> 'draft';
    RETURN NULL;
END $$;
COMMENT ON FUNCTION version_states_keep() IS
    'Runs as the owner, since the program itself may not write the states.';
CREATE FUNCTION version_states_move() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO version_states (id, version_id, status, reason, superseded_by, at)
    SELECT bdp_uuid7(), arrived.id, arrived.status, arrived.reason, arrived.superseded_by,
           arrived.updated_at
      FROM arrived JOIN gone USING (id)
     WHERE arrived.status <> 'draft'
       AND (arrived.status, arrived.reason, arrived.superseded_by)
           IS DISTINCT FROM (gone.status, gone.reason, gone.superseded_by);
    RETURN NULL;
END $$;
CREATE TRIGGER version_states_keep AFTER INSERT ON versions_version
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION version_states_keep();
CREATE TRIGGER version_states_move AFTER UPDATE ON versions_version
    REFERENCING OLD TABLE AS gone NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION version_states_move();
"""

DROP = """
DROP TRIGGER version_states_keep ON versions_version;
DROP TRIGGER version_states_move ON versions_version;
DROP FUNCTION version_states_keep();
DROP FUNCTION version_states_move();
DROP TRIGGER version_begins ON versions_version;
DROP TRIGGER version_draft_is_published ON versions_version;
DROP FUNCTION version_begins();
ALTER TABLE versions_version DROP CONSTRAINT version_dated_by_its_basis;
"""


class Migration(migrations.Migration):
    dependencies = [("versions", "0002_guards")]
    operations = [
        migrations.RemoveConstraint("version", "version_external_version_addressable"),
        migrations.AddConstraint(
            "version",
            models.CheckConstraint(
                condition=~models.Q(external_version__regex=r"^\s|\s$|^latest$|^\.{1,2}$"),
                name="version_external_version_addressable",
            ),
        ),
        migrations.RunSQL(DATED + BEGINNING + KEEPING, DROP),
    ]
