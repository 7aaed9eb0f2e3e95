"""Requests are added up where they are kept, under the lock of their client's row.

The table is unlogged: a crash of PostgreSQL gives everybody a fresh minute, and no request waits
for a disk. `until` is the instant, in seconds of PostgreSQL's clock, at which the client's whole
allowance is there again: the generic cell rate algorithm. Debt is no more than another window.
"""

from django.db import migrations

TAKE = """
ALTER TABLE limiting_allowance SET UNLOGGED;
ALTER TABLE limiting_allowance SET (fillfactor = 50);
CREATE FUNCTION limiting_take(
    clients bytea[], intervals float8[], windows float8[], used int[], wanted int[]
) RETURNS TABLE (owed float8, granted int) LANGUAGE plpgsql AS $$
DECLARE
    instant float8;
    level float8;
BEGIN
    FOR i IN 1 .. cardinality(clients) LOOP
        SELECT until INTO level FROM limiting_allowance WHERE client = clients[i] FOR UPDATE;
        IF NOT FOUND THEN
            INSERT INTO limiting_allowance (client, until) VALUES (clients[i], 0)
                ON CONFLICT DO NOTHING;
            SELECT until INTO level FROM limiting_allowance WHERE client = clients[i] FOR UPDATE;
        END IF;
        instant := extract(epoch FROM clock_timestamp());
        level := least(greatest(coalesce(level, 0), instant), instant + 2 * windows[i]);
        level := level + used[i] * intervals[i];
        granted := floor((instant + windows[i] - level) / intervals[i] + 1e-6);
        granted := greatest(0, least(wanted[i], granted));
        level := least(level + granted * intervals[i], instant + 2 * windows[i]);
        level := greatest(level, instant);
        UPDATE limiting_allowance SET until = level WHERE client = clients[i];
        owed := level - instant;
        RETURN NEXT;
    END LOOP;
END
$$;
"""
GONE = "DROP FUNCTION limiting_take; ALTER TABLE limiting_allowance SET LOGGED"


class Migration(migrations.Migration):
    dependencies = [("limiting", "0001_initial")]
    operations = [migrations.RunSQL(TAKE, GONE)]
