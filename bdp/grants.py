"""What the program's own role may do: everything with rows, but never rewrite the trail."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from psycopg import sql

from apps.core.services import OWNER, PRIMARY

APPENDED_ONLY = (
    "audit.AuditLog",
    "audit.AuditOrigin",
    "audit.Leaf",
    "audit.Node",
    "audit.SigningKey",
    "audit.Head",
    "events.Event",
    "events.Position",
    "versions.VersionState",
    "biology.Pack",
    "biology.Sequence",
    "biology.Record",
    "files.Whole",
    "projects.Content",
)
KEPT_BY_TRIGGERS = ("versions.VersionState", "events.Position")
READ_ONLY = ("django_migrations",)
SEALED_FROM = ("first", "rows", "position")  # what the sealer changes of what triggers noted

# What runs with the owner's rights is called by nobody else; triggers call theirs without any.
CLOSE = """
DO $$ DECLARE of record; BEGIN
    FOR of IN SELECT oid::regprocedure AS name FROM pg_proc
               WHERE prosecdef AND pronamespace = 'public'::regnamespace
    LOOP EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, %I', of.name, {role});
    END LOOP;
END $$
"""
CALLED = ("audit_erase_origins(uuid, uuid, timestamptz)",)


def grant_after_migration(*, using: str, **_: Any) -> None:
    """Settle the rights of the program's role, whenever the owner has migrated."""
    if using == OWNER and program_role() != owner_role():
        grant(program_role())


def grant(role: str) -> None:
    """Let `role` read and write rows, append to the trail, and nothing more. Idempotent."""
    statements = [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]
    with connections[OWNER].cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))
        for table in appended_only_tables():
            _revoke(cursor, "UPDATE, DELETE, TRUNCATE", table, role)
        for table in (*READ_ONLY, *kept_by_triggers()):
            _revoke(cursor, "INSERT, UPDATE, DELETE, TRUNCATE", table, role)
        _grant_notes(cursor, role)
        _grant_functions(cursor, role)


def appended_only_tables() -> list[str]:
    """The tables whose rows, once written, stay as they are."""
    return [apps.get_model(label)._meta.db_table for label in APPENDED_ONLY]


def kept_by_triggers() -> list[str]:
    """The tables that PostgreSQL writes itself, when something else changes."""
    return [apps.get_model(label)._meta.db_table for label in KEPT_BY_TRIGGERS]


def may_rewrite_the_trail() -> bool:
    """Whether PostgreSQL would let the program change what is only appended to, but for triggers.

    Asked over the program's connection; raises what that raises, also on missing tables.
    """
    question = """
        SELECT bool_or(
                   me.rolsuper
                   OR pg_has_role(me.oid, kept.relowner, 'MEMBER')
                   OR has_table_privilege(me.oid, kept.oid, 'UPDATE, DELETE, TRUNCATE')
                   OR has_any_column_privilege(me.oid, kept.oid, 'UPDATE'))
          FROM pg_class AS kept, pg_roles AS me
         WHERE kept.oid = ANY(%s::regclass[]) AND me.rolname = current_user
    """
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(question, [appended_only_tables()])
        return bool(cursor.fetchone()[0])


def program_role() -> str:
    """Whom the program connects as."""
    return str(settings.DATABASES[PRIMARY]["USER"])


def owner_role() -> str:
    """Who owns the tables and migrates them."""
    return str(settings.DATABASES[OWNER]["USER"])


def _grant_notes(cursor: Any, role: str) -> None:
    """Of what is to be sealed only triggers make notes; the sealer goes on in them, and ends them.

    A note without a position is proof that its row was written in the same transaction: what has
    one keeps one, by a trigger.
    """
    table = apps.get_model("audit.Unsealed")._meta.db_table
    _revoke(cursor, "INSERT, UPDATE, TRUNCATE", table, role)
    statement = sql.SQL("GRANT UPDATE ({columns}) ON {table} TO {role}")
    columns = sql.SQL(", ").join(map(sql.Identifier, SEALED_FROM))
    names = {"table": sql.Identifier(table), "role": sql.Identifier(role)}
    cursor.execute(statement.format(columns=columns, **names))


def _grant_functions(cursor: Any, role: str) -> None:
    cursor.execute(sql.SQL(CLOSE).format(role=sql.Literal(role)))
    for function in CALLED:
        statement = f"GRANT EXECUTE ON FUNCTION {function} TO {{role}}"
        cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))


def _revoke(cursor: Any, rights: str, table: str, role: str) -> None:
    statement = f"REVOKE {rights} ON {{table}} FROM {{role}}"
    cursor.execute(
        sql.SQL(statement).format(table=sql.Identifier(table), role=sql.Identifier(role))
    )
