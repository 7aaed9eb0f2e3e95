"""A command is atomic, knows its actor, says who may, and leaves a trace under its own name."""

import ast
import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import pytest
from django.conf import settings

from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.core.actor import Actor
from tests.architecture import house
from tests.architecture.contract import INCIDENTS
from tests.architecture.values import not_values

Command = Callable[..., Any]

COMMANDS = [pytest.param(command, id=name) for name, command in house.defined("commands")]

# A look before the leap that is no race, each with the reason.
LOOKS_FIRST = {
    "apps.organizations.commands._require_an_owner": "counts after the change, the row locked",
}

# What a set-wise command did to each of many, under a name of its own.
SET_WISE = {"ingest_member": "ingest_release: each member that it added, changed or removed"}

# Had in an organization; the system, which needs none, is told by 404 that there is no such one.
ROLES = {May.MAINTAINER, May.KEEPER, May.OWNER}

of_all_commands = pytest.mark.parametrize("command", COMMANDS)


@of_all_commands
def test_a_function_in_commands_is_a_command_that_knows_its_actor(command: Command) -> None:
    kinds = {parameter.kind for parameter in inspect.signature(command).parameters.values()}
    hints = get_type_hints(command)

    assert getattr(command, "is_command", False), "decorate it with @command"
    assert kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    assert hints["actor"] is Actor
    assert not_values(hints["return"]) == []


@of_all_commands
def test_a_command_says_who_may_and_in_which_organization(command: Any) -> None:
    parameters = inspect.signature(command).parameters
    hints = get_type_hints(command)

    assert isinstance(command.may, May)
    assert isinstance(command.scope, Scope)
    assert command.on is None or parameters[command.on].default is inspect.Parameter.empty
    told = hints.get("organization") in (str, str | None) if command.on else None
    assert bool(told) == (command.on == "organization"), (
        "a command that is told its organization asks what the actor may there"
    )
    assert command.on is not None or command.may not in ROLES, (
        "roles are had in an organization, and nowhere else"
    )
    assert command.on is None or command.may in ROLES | {May.SYSTEM}


def test_every_command_records_under_its_own_name() -> None:
    unnamed = []
    for module in house.rooms("commands"):
        for node in module.public_functions():
            recorded = _actions(node)
            called = {house.called_name(c) for c in ast.walk(node) if isinstance(c, ast.Call)}
            delegates = called & {other.name for other in module.public_functions()}
            if node.name.upper() not in recorded and not delegates:
                unnamed.append(f"{module.name}.{node.name}")
    assert unnamed == []


def test_an_action_is_a_command_or_an_incident() -> None:
    commands = {name.rpartition(".")[2] for name, _ in house.defined("commands")}
    assert {action.value for action in AuditAction} - commands - INCIDENTS == set(SET_WISE)


def test_every_action_of_the_trail_is_used() -> None:
    used = {name for module in house.modules() for name in _actions(module.tree)}
    assert {action.name for action in AuditAction} == used


def test_nothing_looks_before_it_inserts() -> None:
    looking = {
        where
        for module in house.rooms("commands")
        for where, call in module.calls()
        if house.called_name(call) in {"exists", "get_or_create", "update_or_create"}
    }
    assert looking == set(LOOKS_FIRST), "let a constraint decide, and `refusing` say so"


def test_a_commands_module_keeps_no_behaviour_in_classes() -> None:
    classes = [
        f"{module.name}.{found.name}"
        for module in house.rooms("commands")
        for found in module.classes()
        if [ast.unparse(base) for base in found.bases] != ["Protocol"]
    ]
    assert classes == [], "what may be called is a function that @command decorates"


def test_one_transaction_spans_one_command() -> None:
    assert not any(database.get("ATOMIC_REQUESTS") for database in settings.DATABASES.values())
    assert _keywords("durable") == [], "the admin opens its own transaction around a command"


def test_nothing_happens_by_signal() -> None:
    allowed = {"bdp.apps": "the rights of the program's role are settled after every migration"}
    listening = {
        module.name
        for module in house.modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        and any("signals" in name or "dispatch" in name for name in _imported(node))
    }
    assert listening == set(allowed)


def _actions(tree: ast.AST) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "AuditAction"
    }


def _keywords(name: str) -> list[str]:
    return [
        where
        for module in house.modules()
        for where, call in module.calls()
        if any(keyword.arg == name for keyword in call.keywords)
    ]


def _imported(node: ast.ImportFrom | ast.Import) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        yield node.module or ""
    for alias in node.names:
        yield alias.name
