"""Events in the order of their commits: each is given its position as its transaction ends."""

import django.db.models.deletion
from django.db import migrations, models

from apps.core.guards import append_only

POSITIONS = """
CREATE FUNCTION events_event_takes_position() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7236979);
    INSERT INTO events_position (event_id, position)
    SELECT NEW.id, coalesce(max(position), 0) + 1 FROM events_position;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION events_event_takes_position() IS
    'Runs as the owner at the end of a transaction; the lock is let go once the commit is seen.';
CREATE CONSTRAINT TRIGGER events_event_takes_position AFTER INSERT ON events_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_event_takes_position();
"""

# Earlier events have no better order than that of their ids, which are instants.
EARLIER = """
ALTER TABLE events_event DISABLE TRIGGER events_event_append_only;
UPDATE events_event
   SET organization = CASE WHEN subject LIKE '%/%' THEN split_part(subject, '/', 2) END,
       public = type NOT IN (
           'org.bdp.version.created', 'org.bdp.version.updated', 'org.bdp.version.deleted');
ALTER TABLE events_event ENABLE TRIGGER events_event_append_only;
INSERT INTO events_position (event_id, position)
SELECT id, row_number() OVER (ORDER BY id) FROM events_event;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0002_guards")]
    operations = [
        migrations.AddField(
            "event", "organization", models.CharField(max_length=100, null=True)
        ),
        migrations.AddField(
            "event", "public", models.BooleanField(default=True), preserve_default=False
        ),
        migrations.AddField(
            "event",
            "version",
            models.SmallIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="place",
                        serialize=False,
                        to="events.event",
                    ),
                ),
                ("position", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["position"], name="event_position_unique")
                ]
            },
        ),
        migrations.RunSQL(EARLIER, migrations.RunSQL.noop),
        migrations.RunSQL(
            POSITIONS,
            "DROP TRIGGER events_event_takes_position ON events_event;"
            "DROP FUNCTION events_event_takes_position();",
        ),
        append_only("events_position"),
    ]
