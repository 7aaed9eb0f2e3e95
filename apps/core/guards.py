"""Walls in PostgreSQL, as steps of a migration."""

from django.db.migrations import RunSQL


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE of `table` to everybody, its owner included."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION bdp_refuse_rewriting();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION bdp_refuse_rewriting();
        """,
        f"""
        DROP TRIGGER {table}_append_only ON {table};
        DROP TRIGGER {table}_no_truncate ON {table};
        """,
    )


def immediate_foreign_key(
    table: str, column: str, target: str, name: str, *, cascades: bool = False
) -> RunSQL:
    """Give the key from `column` to `target` a name, and refuse at the statement that breaks it.

    Django's own keys wait for the commit, too late for a command to say what is wrong. What
    `cascades` is refused to nobody: it goes with what it points to.
    """
    goes = "ON DELETE CASCADE " if cascades else ""
    return RunSQL(
        f"""
        DO $$ BEGIN EXECUTE (
            SELECT format('ALTER TABLE {table} DROP CONSTRAINT %I', conname) FROM pg_constraint
             WHERE conrelid = '{table}'::regclass AND contype = 'f'
               AND conkey = ARRAY[(SELECT attnum FROM pg_attribute
                                    WHERE attrelid = '{table}'::regclass AND attname = '{column}')]
        ); END $$;
        ALTER TABLE {table} ADD CONSTRAINT {name}
            FOREIGN KEY ({column}) REFERENCES {target} (id) {goes}NOT DEFERRABLE;
        """,
        f"""
        ALTER TABLE {table} DROP CONSTRAINT {name};
        ALTER TABLE {table} ADD CONSTRAINT {name}
            FOREIGN KEY ({column}) REFERENCES {target} (id) DEFERRABLE INITIALLY DEFERRED;
        """,
    )


def never_changes(table: str, *columns: str) -> RunSQL:
    """Refuse another value of these columns of `table`, to everybody."""
    differs = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return RunSQL(
        f"""
        CREATE FUNCTION {table}_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'An address, once given, stays: {", ".join(columns)} of {table}.'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = '{table}_fixed';
        END $$;
        CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}
            FOR EACH ROW WHEN ({differs}) EXECUTE FUNCTION {table}_fixed();
        """,
        f"DROP TRIGGER {table}_fixed ON {table}; DROP FUNCTION {table}_fixed();",
    )


def moves_forward(table: str) -> RunSQL:
    """Let every change of a row of `table` move its `updated_at`, which tags are made of.

    Whoever forgets it, or whose clock was set back, moves it by a microsecond: no state of a row
    bears the instant of an earlier one.
    """
    return RunSQL(
        f"""
        CREATE FUNCTION {table}_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.updated_at := OLD.updated_at + interval '1 microsecond';
            RETURN NEW;
        END $$;
        CREATE TRIGGER {table}_moves_forward BEFORE UPDATE ON {table}
            FOR EACH ROW WHEN (NEW.updated_at <= OLD.updated_at)
            EXECUTE FUNCTION {table}_moves_forward();
        """,
        f"DROP TRIGGER {table}_moves_forward ON {table}; DROP FUNCTION {table}_moves_forward();",
    )
