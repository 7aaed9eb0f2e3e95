"""What PostgreSQL holds is what the models say, and its refusals have names."""

import ast

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from apps.core.services import services
from tests.architecture import house

# Constraints that no door can break; each with the reason. Whatever else PostgreSQL may refuse, a
# command translates: an untranslated refusal would be a 500.
BEYOND_REACH = {
    "membership_role_known": "set_member makes a Role of it first",
    "membership_unique": "set_member holds the organization locked",
    "token_digest_unique": "256 bits of chance",
    "version_date_basis_known": "follows from the dates",
    "version_dated_by_its_basis": "follows from the dates",
    "version_number_counts": "a number is parsed from digits",
    "version_published_is_dated": "publish_version dates it",
    "version_state_status_known": "copied from the version",
    "version_status_known": "the verbs set it",
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
        assert set(cursor.fetchall()) == left_to_postgresql


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
    natural = {"ingestion.CatalogueEntry": "what the catalogue says of one slug"}
    strangers = {
        model._meta.label
        for model in _house_models()
        if not isinstance(model._meta.pk, models.UUIDField)
    }
    assert strangers == set(natural)


def test_the_program_reads_over_a_connection_that_cannot_write(db: None) -> None:
    options = services.connection("replica").settings_dict["OPTIONS"]["options"]
    assert "default_transaction_read_only=on" in options


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return node.arg if isinstance(node, ast.keyword) else None
