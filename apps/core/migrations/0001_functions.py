"""What PostgreSQL itself must know: how to make our ids, and how to refuse a rewritten trail."""

from django.db import migrations

UUID7 = """
CREATE FUNCTION bdp_uuid7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    -- RFC 9562: 48 bits of Unix milliseconds laid over a random UUIDv4, then version 7
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
        substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
        FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$;
COMMENT ON FUNCTION bdp_uuid7() IS 'A new UUIDv7, for rows that are written set-wise.';
"""

REFUSE_REWRITING = """
CREATE FUNCTION bdp_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The rows of % are appended to, never changed or removed.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END
$$;
COMMENT ON FUNCTION bdp_refuse_rewriting() IS 'Trigger of every table whose rows stay as written.';
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(UUID7, "DROP FUNCTION bdp_uuid7()"),
        migrations.RunSQL(REFUSE_REWRITING, "DROP FUNCTION bdp_refuse_rewriting()"),
    ]
