"""Rows change in commands, and nowhere else."""

import ast

from tests.architecture import house

WRITING = {
    "save", "delete", "update", "create", "bulk_create", "bulk_update", "get_or_create",
    "update_or_create", "add_row", "asave", "adelete", "aupdate", "acreate",
    "abulk_create", "abulk_update",
}  # fmt: skip
RAW = {"cursor", "raw"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}

# Whatever else may reach a table past `reading`, and why. Functions, or modules with all of them.
EXCEPTIONS = {
    "apps.audit.recording": "the trail's pen: every command calls it",
    "apps.audit.verifying": "reads the whole trail, and all that is said of it, at one instant",
    "apps.audit.sealer": "seals the trail: leaves and heads follow from it",
    "apps.events.deliveries": "the deliveries' pen: what is under way is no change of the registry",
    "apps.events.subscriptions": "who hears of events: its commands call it",
    "apps.events.redelivering": "what is told again: its commands call it",
    "apps.events.publishing": "the outbox's pen: every command calls it",
    "apps.accounts.incidents": "what the trail was told of lately: no change of the registry",
    "apps.accounts.attempts": "who tried to sign in lately: no change of the registry",
    "apps.accounts.usage": "when a token was last used: no change of the registry",
    "apps.core.db": "where `reading` and `@query` get the read-only connection",
    "apps.versions.counting": "what statistics tell: it follows from the rest",
    "apps.files.counting": "how often files are fetched: no change of the registry",
    "apps.files.making": "the files of whole releases: they follow from what never changes",
    "apps.biology.wholes": "digests of these files: it writes no row",
    "apps.webhooks.attempts": "what receivers answered: no change of the registry",
    "apps.ingestion.staging": "COPY and INSERT … SELECT, inside the transaction of its command",
    "apps.ingestion.fetching": "digests of files: it knows no Django, hence no row",
    "apps.ingestion.progress": "a digest of the records that come in",
    "apps.ingestion.jobs": "how far work is, which commits apart from the work itself",
    "apps.ingestion.loading": "COPY and INSERT … SELECT of ingest_release, in its transaction",
    "apps.ingestion.remaining": "rows of proteins that ingest_release shows again, as `loading`",
    "apps.ingestion.subscribers": "has statistics made by the owner: they are no rows of ours",
    "apps.ingestion.releasing": "the version and the pack of ingest_release, in its transaction",
    "apps.projects.watching": "which projects are to be compared: no change of the registry",
    "apps.resolving.digests": "digests of bytes: it knows no row",
    "apps.audit.taking": "a digest of the lines of an export",
    "apps.audit.checking": "the same",
    "apps.limiting.ledger": "what clients asked lately: no change of the registry",
    "apps.core.stores": "digests of objects: the store knows no row",
    "bdp.grants.grant": "rights, settled by the owner after a migration",
    "bdp.grants.may_rewrite_the_trail": "asks PostgreSQL for the rights of the program",
    "bdp.turns.alone": "a lock of the owner's session",
    "bdp.health": "asks the database whether it is there, and for signs of life of workers",
}


def test_rows_are_written_in_commands_alone() -> None:
    assert {where for where in _calls(WRITING) if _excuse(where) is None} == set()


def test_tables_are_reached_by_reading_alone() -> None:
    managers = {
        f"{module.name}:{node.lineno}"
        for module in house.modules()
        if module.room != "commands" and _excuse(module.name) is None
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
    }
    assert managers == set()
    assert {where for where in _calls(RAW) if _excuse(where) is None} == set()


def test_every_exception_is_needed() -> None:
    used = {_excuse(where) for where in _calls(WRITING | RAW)} - {None}
    assert used == set(EXCEPTIONS)


def test_queries_and_commands_know_no_http() -> None:
    rooms = ("commands", "queries", "models", "dtos", "errors", "events", "policy", "recording")
    knowing = {
        module.name
        for room in rooms
        for module in house.rooms(room)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.http")
    }
    assert knowing == set()


def _calls(names: set[str]) -> set[str]:
    return {
        where
        for module in house.modules()
        if module.room != "commands"
        for where, call in module.calls()
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in names
    }


def _excuse(where: str) -> str | None:
    return next((name for name in EXCEPTIONS if f"{where}.".startswith(f"{name}.")), None)
