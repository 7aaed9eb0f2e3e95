"""Doors that no address leads to: operators' commands, and what a worker does by the clock.

Rows change in commands alone (test_writes), and a command leaves its line in the trail or is undone
(`UnauditedCommand`). So it is enough to know which commands each door comes to.
"""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.architecture import house

PASSED = ("apps.core.", "apps.audit.recording", "apps.audit.policy")  # they know no command

# Each door, and the commands that it comes to.
WRITING = {
    "apps.accounts.management.commands.create_token": {"create_token"},
    "apps.accounts.management.commands.create_user": {"create_user"},
    "apps.accounts.management.commands.deactivate_user": {"deactivate_user", "reactivate_user"},
    "apps.accounts.management.commands.set_groups": {"set_groups"},
    "apps.accounts.management.commands.set_password": {"set_password"},
    "apps.accounts.management.commands.unlock_user": {"unlock_user"},
    "apps.audit.management.commands.audit": {
        "accept_log",
        "erase_origins",
        "export_trail",
        "rotate_audit_key",
    },
    "apps.events.management.commands.events": {"replay_events"},
    "apps.ingestion.management.commands.discover": {"ingest_release"},
    "apps.ingestion.management.commands.import_catalogue": {"import_catalogue"},
    "apps.ingestion.management.commands.ingest": {"ingest_release"},
    "apps.projects.tasks": {"reconcile_project"},
    "bdp.management.commands.jobs": {"redeliver_event", "retry_job"},
    "bdp.management.commands.quickstart": {"create_user", "import_catalogue", "ingest_release"},
}
# The others, and why nothing that they do belongs into the trail.
QUIET = {
    "apps.accounts.tasks": "adds to the trail what of incidents is not told yet; ends sessions",
    "apps.citing.management.commands.cite": "asks",
    "apps.citing.management.commands.licenses": "asks",
    "apps.core.tasks": "tidies the store and jobs that ended",
    "apps.events.tasks": "forgets deliveries that ended well; the events stay",
    "apps.files.tasks": "adds up downloads",
    "apps.resolving.management.commands.resolve": "asks",
    "apps.resolving.management.commands.verify_lock": "asks",
    "apps.versions.tasks": "has statistics ready",
    "bdp.management.commands.changepassword": "refuses: set_password leaves a line",
    "bdp.management.commands.createsuperuser": "refuses: create_user leaves a line",
    "bdp.management.commands.database": "PostgreSQL itself, up and down",
    "bdp.management.commands.migrate": "tables, by the owner",
    "bdp.management.commands.serve": "the web",
    "bdp.management.commands.worker": "the tasks above, and what subscribers do",
}


def test_every_door_is_known_by_the_commands_it_comes_to() -> None:
    reached = {door: _reached(door) for door in _doors()}
    assert {door: names for door, names in reached.items() if names} == WRITING
    assert {door for door, names in reached.items() if not names} == set(QUIET)


def test_what_they_come_to_are_commands_that_leave_a_line_or_are_undone() -> None:
    known: dict[str, Any] = dict(house.defined("commands"))
    short = {name.rpartition(".")[2]: command for name, command in known.items()}
    for name in set().union(*WRITING.values()):
        assert getattr(short[name], "is_command", False), name


def _doors() -> Iterator[str]:
    for name in _modules():
        if ".management.commands." in name or name.endswith(".tasks"):
            yield name


@cache
def _modules() -> dict[str, house.Module]:
    return {module.name: module for module in house.modules() if module.text.strip()}


def _reached(door: str) -> set[str]:
    """The commands that a door, or what it is made of, takes from a slice."""
    seen, found, ahead = set(), set(), [door]
    while ahead:
        name = ahead.pop()
        if name in seen or name not in _modules() or name.startswith(PASSED):
            continue
        seen.add(name)
        for module, what in _imports(name):
            if module.endswith(".commands"):
                found |= {what} if what[0].islower() else set()
            elif what == "commands":
                found |= _attributes(name)
            elif not module.endswith((".models", ".queries")):
                ahead += [module, f"{module}.{what}"]
    return found


def _imports(name: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(_modules()[name].tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("apps", "bdp")):
            yield from ((node.module or "", alias.name) for alias in node.names)


def _attributes(name: str) -> set[str]:
    return {
        node.attr
        for node in ast.walk(_modules()[name].tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "commands"
    }
