"""What PostgreSQL holds is what the models say, and its refusals have names."""

import ast
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from apps.core.services import services
from tests.architecture import house

# Constraints that no door can break; each with the reason. Whatever else PostgreSQL may refuse, a
# command translates: an untranslated refusal would be a 500.
BEYOND_REACH = {
    "fetches_of_a_file_unique": "downloads are added up by who comes alone",
    "whole_format_known": "a release is made as dat and fasta",
    "whole_format_unique": "a release is made by who holds its lock",
    "leaf_once": "the sealer passes over what is a leaf already, under its lock",
    "leaf_from_zero": "the sealer counts from zero on",
    "file_compression_known": "follows from how the bytes begin",
    "file_format_known": "find_place refuses what is none",
    "file_format_unique": "add_version_file holds the version locked",
    "file_sha256_hexadecimal": "computed from the bytes",
    "file_size_counts": "an empty upload is refused as it comes in",
    "dependency_kind_known": "set_dependencies knows no other",
    "dependency_not_of_itself": "set_dependencies finds the cycle first",
    "dependency_unique": "set_dependencies refuses to be told twice",
    "delivery_once": "who adds deliveries holds the subscription's lock, and moves its place",
    "delivery_state_known": "its own pen sets it",
    "subscription_name_unique": "an insert that meets the name is an update",
    "event_position_unique": "a trigger gives positions under a lock",
    "job_status_known": "a job's own process sets it",
    "membership_lasts": "a release ends no span that it began itself",
    "membership_once": "ingest_release holds the source of the releases locked",
    "pack_release_unique": "ingest_release makes both the release and its pack",
    "project_of_one_owner": "create_project names an organization or a person",
    "project_lock_number_unique": "lock_project holds the project locked",
    "pin_unique": "a lock has each spec once",
    "protein_name_unique": "ingest_release passes over the names that are there",
    "record_format_known": "the format that was read says it",
    "release_ordinal_unique": "ingest_release holds the source of the releases locked",
    "membership_role_known": "set_member makes a Role of it first",
    "membership_unique": "set_member holds the organization locked",
    "token_digest_unique": "178 bits of chance",
    "incident_once": "an insert that meets one is none",
    "version_date_basis_known": "follows from the dates",
    "version_dated_by_its_basis": "follows from the dates",
    "version_number_counts": "a number is parsed from digits",
    "version_published_is_dated": "publish_version dates it",
    "version_state_status_known": "copied from the version",
    "version_status_known": "the verbs set it",
}

# Keys that PostgreSQL does not look at row by row, each with the reason. What they point to comes
# in the same statements, by the hundred thousand, and none of it is ever deleted: guards refuse it.
UNCHECKED = {
    ("biology_pack", "release_id"): "written with its release",
    ("biology_protein", "name_id"): "written with its names",
    ("biology_protein", "source_id"): "a source with published versions stays",
    ("biology_protein", "version_id"): "a published version stays",
    ("biology_record", "pack_id"): "packs stay",
    ("biology_record", "sequence_id"): "sequences stay",
    ("biology_record", "version_id"): "a published version stays",
    ("events_delivery", "event_id"): "events stay",
    ("events_position", "event_id"): "a trigger of the event writes it",
    ("projects_projectlock", "content_id"): "written with its lock, and stays",
    ("versions_membership", "member_id"): "a source with published versions stays",
    ("versions_membership", "releases_id"): "a source with published versions stays",
    ("versions_membership", "version_id"): "a published version stays",
}
# A release is opened to its members before they give its version a number.
CHECKED_AT_COMMIT = {("versions_release", "version_id")}
NATURAL = {
    "files.Fetched": "counted as they come, so that every thousandth adds them up",
    "files.Fetches": "a total, which nobody addresses",
    "accounts.Incident": "never shown: gone within a day",
    "audit.Head": "the number of its leaves",
    "audit.Leaf": "its number",
    "audit.Node": "where it stands in the tree",
    "audit.SigningKey": "the beginning of its SHA-256",
    "audit.Unsealed": "never shown: gone within seconds",
    "biology.Name": "never shown: half a million numbers are smaller than ids",
    "biology.Sequence": "the SHA-256 of its residues",
    "ingestion.CatalogueEntry": "what the catalogue says of one slug",
    "limiting.Allowance": "a client, sealed; forgotten within its window",
    "projects.Content": "the SHA-256 of its bytes",
    "projects.Pin": "never shown: what the last lock of a project pins, row by row",
    "versions.Membership": "never shown: a span of releases",
}


def _house_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("apps.")]


def _rules() -> set[str]:
    """Every check and unique rule on a table of ours; some of the latter are indexes only."""
    query = """
        SELECT conname FROM pg_constraint
         WHERE conrelid = ANY(%(tables)s::regclass[]) AND contype IN ('c', 'x')
         UNION
        SELECT indexrelid::regclass::text FROM pg_index
         WHERE indrelid = ANY(%(tables)s::regclass[]) AND indisunique AND NOT indisprimary
    """
    tables = [model._meta.db_table for model in _house_models()]
    with connection.cursor() as cursor:
        cursor.execute(query, {"tables": tables})
        return {name for (name,) in cursor.fetchall()}


def test_the_migrations_say_all_that_the_models_say(db: None) -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_every_rule_in_the_database_has_a_name_of_ours(db: None) -> None:
    named = {constraint.name for model in _house_models() for constraint in model._meta.constraints}
    djangos_own = {"accounts_user_username_key"}
    said_in_sql = {"version_dated_by_its_basis"}
    assert _rules() == named | djangos_own | said_in_sql


def test_a_key_that_only_postgresql_keeps_refuses_at_once_and_by_name(db: None) -> None:
    left_to_postgresql = {
        (model._meta.db_table, field.column)
        for model in _house_models()
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.on_delete is models.DO_NOTHING
    }
    query = """
        SELECT conrelid::regclass::text, attname
          FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
         WHERE contype = 'f' AND NOT condeferrable AND conname LIKE '%_exists'
    """
    with connection.cursor() as cursor:
        cursor.execute(query)
        at_once = set(cursor.fetchall())
    assert at_once == left_to_postgresql - set(UNCHECKED) - CHECKED_AT_COMMIT
    assert left_to_postgresql >= {*UNCHECKED, *CHECKED_AT_COMMIT}


def test_a_command_translates_every_refusal_of_the_database(db: None) -> None:
    translated = {
        text
        for module in house.rooms("commands")
        for node in ast.walk(module.tree)
        for text in (_text(node),)
        if text
    }
    rules = _rules()
    assert rules - translated - set(BEYOND_REACH) == set()
    assert set(BEYOND_REACH) & translated == set(), "what is translated needs no excuse"
    assert set(BEYOND_REACH) <= rules


def test_a_row_is_known_by_an_id_of_ours(db: None) -> None:
    strangers = {
        model._meta.label
        for model in _house_models()
        if not isinstance(_key(model), models.UUIDField)
    }
    assert strangers == set(NATURAL)


def test_the_program_reads_over_a_connection_that_cannot_write(db: None) -> None:
    options = services.connection("replica").settings_dict["OPTIONS"]["options"]
    assert "default_transaction_read_only=on" in options


def _key(model: type[models.Model]) -> Any:
    """The field that identifies a row; of what is a part of another row, the field of that."""
    key = model._meta.pk
    return _key(key.related_model) if isinstance(key, models.OneToOneField) else key


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return node.arg if isinstance(node, ast.keyword) else None
