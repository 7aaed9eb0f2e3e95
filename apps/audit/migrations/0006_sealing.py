"""The trail becomes a log whose heads are signed: what is written is noted, to be sealed.

What stood in the trail before is sealed first, in the order of its ids, which are instants.
"""

from django.db import migrations, models

from apps.audit.canonical import IP_DIGEST, USER_AGENT_DIGEST
from apps.core.guards import append_only

# Digests are PostgreSQL's own work: whoever writes an origin cannot give it others.
DIGESTS = f"""
UPDATE audit_auditorigin AS origin
   SET ip_digest = {IP_DIGEST.format(row="origin")},
       user_agent_digest = {USER_AGENT_DIGEST.format(row="origin")};
CREATE FUNCTION audit_auditorigin_is_digested() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.ip_digest := {IP_DIGEST.format(row="NEW")};
    NEW.user_agent_digest := {USER_AGENT_DIGEST.format(row="NEW")};
    RETURN NEW;
END $$;
CREATE TRIGGER audit_auditorigin_is_digested BEFORE INSERT ON audit_auditorigin
    FOR EACH ROW EXECUTE FUNCTION audit_auditorigin_is_digested();
CREATE TRIGGER audit_auditorigin_append_only BEFORE UPDATE ON audit_auditorigin
    FOR EACH ROW WHEN (
        NEW.audit_id <> OLD.audit_id
        OR NEW.ip_digest IS DISTINCT FROM OLD.ip_digest
        OR NEW.user_agent_digest IS DISTINCT FROM OLD.user_agent_digest
        OR NEW.ip_address IS DISTINCT FROM OLD.ip_address AND NEW.ip_address IS NOT NULL
        OR NEW.user_agent IS DISTINCT FROM OLD.user_agent AND NEW.user_agent IS NOT NULL
        OR NEW.salt IS DISTINCT FROM OLD.salt AND NEW.salt IS NOT NULL)
    EXECUTE FUNCTION bdp_refuse_rewriting();
CREATE TRIGGER audit_auditorigin_stays BEFORE DELETE ON audit_auditorigin
    FOR EACH ROW EXECUTE FUNCTION bdp_refuse_rewriting();
CREATE TRIGGER audit_auditorigin_no_truncate BEFORE TRUNCATE ON audit_auditorigin
    FOR EACH STATEMENT EXECUTE FUNCTION bdp_refuse_rewriting();
"""
UNDIGESTED = """
DROP TRIGGER audit_auditorigin_is_digested ON audit_auditorigin;
DROP TRIGGER audit_auditorigin_append_only ON audit_auditorigin;
DROP TRIGGER audit_auditorigin_stays ON audit_auditorigin;
DROP TRIGGER audit_auditorigin_no_truncate ON audit_auditorigin;
DROP FUNCTION audit_auditorigin_is_digested();
"""

# The first trigger locks the trail against writers, so nothing is written between it and the rest.
# The lock at the end of a transaction is the one of events: who takes both cannot meet another.
NOTING = """
CREATE SEQUENCE audit_unsealed_position;
CREATE FUNCTION audit_auditlog_is_noted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_unsealed (first, last, rows, noted_at)
    SELECT (SELECT id FROM written ORDER BY id LIMIT 1),
           (SELECT id FROM written ORDER BY id DESC LIMIT 1), count(*), clock_timestamp()
      FROM written HAVING count(*) > 0;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION audit_auditlog_is_noted() IS
    'Notes what a statement added to the trail, in one row for all of it, to be sealed.';
CREATE TRIGGER audit_auditlog_is_noted AFTER INSERT ON audit_auditlog
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION audit_auditlog_is_noted();
INSERT INTO audit_unsealed (first, last, rows, noted_at, position)
SELECT (SELECT id FROM audit_auditlog ORDER BY id LIMIT 1),
       (SELECT id FROM audit_auditlog ORDER BY id DESC LIMIT 1), count(*), clock_timestamp(),
       nextval('audit_unsealed_position')
  FROM audit_auditlog HAVING count(*) > 0;
CREATE FUNCTION audit_unsealed_takes_position() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7236979);
    UPDATE audit_unsealed
       SET position = nextval('audit_unsealed_position'), noted_at = clock_timestamp()
     WHERE id = NEW.id;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION audit_unsealed_takes_position() IS
    'Runs as the owner at the end of a transaction; the lock is let go once the commit is seen.';
CREATE CONSTRAINT TRIGGER audit_unsealed_takes_position AFTER INSERT ON audit_unsealed
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_unsealed_takes_position();
"""
UNNOTED = """
DROP TRIGGER audit_auditlog_is_noted ON audit_auditlog;
DROP FUNCTION audit_auditlog_is_noted();
DROP TRIGGER audit_unsealed_takes_position ON audit_unsealed;
DROP FUNCTION audit_unsealed_takes_position();
DROP SEQUENCE audit_unsealed_position;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_curators_lists"), ("core", "0001_functions")]
    operations = [
        migrations.AlterField("auditorigin", "salt", models.BinaryField(null=True)),
        migrations.AddField(
            "auditorigin", "ip_digest", models.BinaryField(editable=False, null=True)
        ),
        migrations.AddField(
            "auditorigin", "user_agent_digest", models.BinaryField(editable=False, null=True)
        ),
        migrations.CreateModel(
            "Unsealed",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("first", models.UUIDField()),
                ("last", models.UUIDField()),
                ("rows", models.BigIntegerField()),
                ("position", models.BigIntegerField(null=True)),
                ("noted_at", models.DateTimeField()),
            ],
            {"verbose_name_plural": "unsealed"},
        ),
        migrations.CreateModel(
            "Leaf",
            [
                ("leaf_index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("audit_id", models.UUIDField()),
                ("leaf_hash", models.BinaryField()),
            ],
            {
                "verbose_name_plural": "leaves",
                "constraints": [
                    models.UniqueConstraint(fields=["audit_id"], name="leaf_once")
                ],
            },
        ),
        migrations.CreateModel(
            "Node",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "number", blank=True, editable=False, primary_key=True,
                        serialize=False,
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            "SigningKey",
            [
                ("key_id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("public_key", models.BinaryField()),
                ("since", models.DateTimeField()),
                ("vouched", models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            "Head",
            [
                ("tree_size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("signed_at", models.DateTimeField()),
                ("key_id", models.CharField(max_length=64)),
                ("signature", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(DIGESTS, UNDIGESTED),
        migrations.RunSQL(NOTING, UNNOTED),
        append_only("audit_leaf"),
        append_only("audit_node"),
        append_only("audit_signingkey"),
        append_only("audit_head"),
    ]  # fmt: skip
