"""The trail is appended to: PostgreSQL refuses the rest by grants, and to its owner by triggers."""

from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connections, transaction

from apps.audit.models import AuditLog, AuditOrigin
from apps.core.services import OWNER, PRIMARY
from apps.events.models import Event
from bdp.grants import (
    appended_only_tables,
    grant_after_migration,
    program_role,
)

APPENDED_ONLY = {
    "audit_auditlog", "audit_auditorigin", "events_event", "events_position", "version_states",
    "biology_pack", "biology_sequence", "biology_record", "files_whole",
    "projects_content", "audit_leaf", "audit_node", "audit_signingkey", "audit_head",
}  # fmt: skip
KEYS = {
    "audit_leaf": "leaf_index", "audit_node": "level", "audit_signingkey": "key_id",
    "audit_head": "tree_size",
    "audit_auditorigin": "audit_id", "events_position": "event_id",
    "biology_sequence": "sha256", "biology_record": "version_id", "projects_content": "sha256",
}  # fmt: skip
TRIGGERED = APPENDED_ONLY - {"audit_auditorigin"}

ERASED = {
    ("audit_auditorigin", f"audit_auditorigin_{kind}")
    for kind in ("append_only", "stays", "no_truncate")
}  # of an origin, nothing changes but that it is erased
DRAFTS_LOSE_THEIRS = {("files_file", "file_no_truncate")}  # the files of a draft may go, one by one

REWRITINGS = ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"]
ID = "00000000-0000-7000-8000-000000000002"
ROWS = {
    "audit_auditlog": (ID, "x", None, "x", "x", ID, "x", "{}", ID, None, "now"),
    "audit_auditorigin": (ID, "192.0.2.7", "curl/8", b"salt"),
    "audit_leaf": (0, ID, b"hash"),
    "audit_node": (8, 0, b"hash"),
    "audit_signingkey": (ID, b"key", "now", None),
    "audit_head": (1, b"root", "now", ID, b"signature"),
    "events_event": (ID, "x", "x", "now", "{}", None, True, 1),
}

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def _attempt(alias: str, statement: str) -> None:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(statement)


def _insert(table: str) -> None:
    """One row, as the owner: a trigger for each row needs one to refuse."""
    values = ", ".join(["%s"] * len(ROWS[table]))
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} VALUES ({values})", ROWS[table])  # noqa: S608
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the commit


@pytest.mark.parametrize("rewriting", REWRITINGS)
def test_the_program_may_not_rewrite(two_roles: None, rewriting: str) -> None:
    for table in APPENDED_ONLY:
        key = KEYS.get(table, "id")
        with pytest.raises(ProgrammingError, match="permission denied"):
            _attempt(PRIMARY, rewriting.format(table=table, key=key))


@pytest.mark.parametrize("rewriting", REWRITINGS)
def test_the_owner_may_not_rewrite_either(rewriting: str) -> None:
    for table in sorted(TRIGGERED & set(ROWS)):
        _insert(table)
        with pytest.raises(IntegrityError, match="appended to, never changed") as refused:
            _attempt(OWNER, rewriting.format(table=table, key=KEYS.get(table, "id")))
        cause: Any = refused.value.__cause__
        assert cause.diag.constraint_name == f"{table}_append_only"


def test_every_table_that_only_grows_has_both_triggers() -> None:
    query = """
        SELECT tgrelid::regclass::text, tgname FROM pg_trigger
         WHERE tgfoid = 'bdp_refuse_rewriting'::regproc AND tgenabled = 'O'
    """
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(query)
        found = set(cursor.fetchall())
    assert found - DRAFTS_LOSE_THEIRS - ERASED == {
        (table, f"{table}_{kind}") for table in TRIGGERED for kind in ("append_only", "no_truncate")
    }


def test_an_origin_can_be_erased_and_its_digests_stay() -> None:
    _insert("audit_auditorigin")
    before = AuditOrigin.objects.using(OWNER).get()
    _attempt(
        OWNER, "UPDATE audit_auditorigin SET ip_address = NULL, user_agent = NULL, salt = NULL"
    )
    after = AuditOrigin.objects.using(OWNER).get()
    assert (after.ip_address, after.user_agent, after.salt) == (None, None, None)
    assert sha256(b"salt192.0.2.7").digest() == before.ip_digest == after.ip_digest
    assert sha256(b"saltcurl/8").digest() == before.user_agent_digest == after.user_agent_digest


@pytest.mark.parametrize(
    "rewriting",
    [
        "UPDATE {} SET ip_address = '192.0.2.8'", "UPDATE {} SET ip_digest = NULL",
        "UPDATE {} SET salt = 'pepper'", "UPDATE {} SET user_agent = 'wget'",
        "UPDATE {} SET audit_id = gen_random_uuid()", "DELETE FROM {}", "TRUNCATE {}",
    ],
)  # fmt: skip
def test_whatever_else_befalls_an_origin_is_refused_to_its_owner_too(rewriting: str) -> None:
    _insert("audit_auditorigin")
    with pytest.raises(IntegrityError, match="appended to, never changed"):
        _attempt(OWNER, rewriting.format("audit_auditorigin"))


def test_nobody_gives_an_origin_digests_of_their_own() -> None:
    forged = (ID, "192.0.2.7", None, b"salt", b"forged", b"forged")
    with connections[OWNER].cursor() as cursor:
        cursor.execute("INSERT INTO audit_auditorigin VALUES (%s, %s, %s, %s, %s, %s)", forged)
    found = AuditOrigin.objects.using(OWNER).get()
    assert (found.ip_digest, found.user_agent_digest) == (sha256(b"salt192.0.2.7").digest(), None)


def test_the_program_has_just_the_rights_it_needs_on_every_table(two_roles: None) -> None:
    query = """
        SELECT relname, coalesce(array_agg(privilege_type::text) FILTER (
                   WHERE privilege_type IS NOT NULL), '{}')
          FROM pg_class LEFT JOIN information_schema.role_table_grants
               ON table_name = relname AND table_schema = 'public' AND grantee = %s
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
         GROUP BY relname
    """
    with connections[OWNER].cursor() as cursor:
        cursor.execute(query, [program_role()])
        rights = {table: set(granted) for table, granted in cursor.fetchall()}
    expected = {table: {"SELECT", "INSERT", "UPDATE", "DELETE"} for table in rights}
    expected |= {table: {"SELECT", "INSERT"} for table in APPENDED_ONLY}
    expected["django_migrations"] = expected["version_states"] = {"SELECT"}
    expected["events_position"] = {"SELECT"}
    expected["audit_unsealed"] = {"SELECT", "DELETE"}  # triggers write it; the sealer ends it
    assert rights == expected
    assert {model._meta.db_table for model in apps.get_models()} <= set(rights)


def test_the_program_owns_nothing_and_is_no_superuser(two_roles: None) -> None:
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication,"
            " has_schema_privilege('public', 'CREATE'),"
            " EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False)


def test_the_program_cannot_lift_the_guards(two_roles: None) -> None:
    for statement in (
        "ALTER TABLE audit_auditlog DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_auditlog_append_only ON audit_auditlog",
        "SET LOCAL session_replication_role = replica",
        "DROP TABLE audit_auditlog",
    ):
        with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"):
            _attempt(PRIMARY, statement)


def test_rights_are_settled_again_after_every_migration(two_roles: None) -> None:
    _attempt(OWNER, f"GRANT UPDATE, TRUNCATE ON audit_auditlog TO {program_role()}")
    grant_after_migration(using=PRIMARY)  # not by the program itself
    query = "SELECT has_table_privilege(%s, 'audit_auditlog', 'UPDATE, TRUNCATE')"
    with connections[OWNER].cursor() as cursor:
        cursor.execute(query, [program_role()])
        assert cursor.fetchone() == (True,)
        grant_after_migration(using=OWNER)
        cursor.execute(query, [program_role()])
        assert cursor.fetchone() == (False,)


def test_the_list_of_what_only_grows_is_complete() -> None:
    assert set(appended_only_tables()) == APPENDED_ONLY


BUT_MEMBERS = "WHERE (NOT ((action)::text = 'ingest_member'::text))"


def test_the_trail_has_its_indexes_and_no_other() -> None:
    query = """
        SELECT regexp_replace(indexdef, '^.* USING ', '') FROM pg_indexes
         WHERE tablename = 'audit_auditlog' AND indexname <> 'audit_auditlog_pkey'
    """
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(query)
        assert sorted(found for (found,) in cursor.fetchall()) == [
            "btree (action, created_at DESC)",
            "btree (created_at DESC)",
            "btree (entity_id, created_at DESC)",
            "btree (request_id, id)",
            f"btree (user_id, action, created_at DESC) {BUT_MEMBERS}",
            "btree (user_id, created_at DESC)",
        ]


def test_no_key_leads_into_the_trail_or_out_of_it() -> None:
    query = """
        SELECT conname FROM pg_constraint
         WHERE contype = 'f' AND (confrelid = ANY(%(trail)s::regclass[])
                                  OR conrelid = ANY(%(trail)s::regclass[]))
    """
    trail = [model._meta.db_table for model in (AuditLog, AuditOrigin, Event)]
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(query, {"trail": trail})
        assert cursor.fetchall() == []
