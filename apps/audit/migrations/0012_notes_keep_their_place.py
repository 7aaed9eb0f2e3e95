"""A note that has its place never loses it: without one it would be of a transaction under way.

The sealer sets a note aside, whose rows are gone, by a place before the first.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION audit_unsealed_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A note of the trail that has its place keeps one.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_unsealed_keeps BEFORE UPDATE OF position ON audit_unsealed
    FOR EACH ROW WHEN (OLD.position IS NOT NULL AND NEW.position IS NULL)
    EXECUTE FUNCTION audit_unsealed_keeps();
"""
LOSE = """
DROP TRIGGER audit_unsealed_keeps ON audit_unsealed;
DROP FUNCTION audit_unsealed_keeps();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0011_keys_endorse")]
    operations = [migrations.RunSQL(KEEP, LOSE)]
