"""The words of the registry: codes, events and actions are promised, and kept."""

import ast
import re
from string import Formatter
from typing import Any

from apps.core.errors import DomainError
from apps.core.http import CODES as CODES_OF_STATUS
from apps.core.http import STATUS
from apps.events.publishing import Announcement
from tests.architecture import house
from tests.architecture.contract import ADDED_CODES, CODES, EVENTS

ERRORS = [error for error in house.subclasses(DomainError) if hasattr(error, "message")]
KINDS = [error for error in house.subclasses(DomainError) if error not in ERRORS]
ANNOUNCED = {
    event.type: event
    for event in house.subclasses(Announcement)
    if isinstance(vars(event).get("type"), str)
}


class Filled:
    """A word in a blank, however the blank wants it written."""

    def __format__(self, spec: str) -> str:
        return "This."


def test_every_refusal_has_a_code_that_was_promised() -> None:
    strange = {error.__qualname__: error.code for error in ERRORS} | CODES_OF_STATUS
    assert {name: code for name, code in strange.items() if code not in CODES | ADDED_CODES} == {}
    assert set() == CODES & ADDED_CODES


def test_every_added_code_is_needed() -> None:
    literals = {
        node.value
        for module in house.modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
    }
    assert ADDED_CODES - literals == set()


def test_every_kind_of_refusal_has_one_status() -> None:
    assert set(KINDS) == set(STATUS)
    for error in ERRORS:
        assert len([kind for kind in STATUS if issubclass(error, kind)]) == 1, error


def test_a_refusal_belongs_to_the_slice_that_its_code_names() -> None:
    own = {"organization": "organizations", "source": "sources", "version": "versions"}
    strangers = {
        error.__qualname__: error.code
        for error in ERRORS
        if (family := error.code.partition(".")[0]) in own
        and error.__module__ != f"apps.{own[family]}.errors"
    }
    assert strangers == {}


def test_a_refusal_is_a_sentence() -> None:
    for error in ERRORS:
        blanks: dict[str, Any] = dict.fromkeys(_blanks(error), Filled())
        told = str(error(**blanks))
        assert re.match(r"[A-Z“]", told), told
        assert re.search(r"[.”]$", told), told
        assert told == " ".join(told.split()), told


def test_every_refusal_is_raised_with_the_words_its_sentence_needs() -> None:
    wrong = [
        f"{where}:{node.lineno}"
        for module in house.modules()
        for where, node in _made(module)
        if not _fits(getattr(module.imported, _name(node)), node)
    ]
    assert wrong == []


def test_every_event_has_a_type_of_its_own_that_was_promised() -> None:
    concrete = [event for event in house.subclasses(Announcement) if not event.__subclasses__()]
    assert set(concrete) == set(ANNOUNCED.values()), "each has a type that no other has"
    assert set(ANNOUNCED) <= EVENTS


def test_every_event_is_announced_by_a_command() -> None:
    made = {
        house.called_name(call) for module in house.rooms("commands") for _, call in module.calls()
    }
    assert {event.__name__ for event in ANNOUNCED.values()} - made == set()


def _blanks(error: type[DomainError]) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(error.message) if name}


def _made(module: house.Module) -> list[tuple[str, Any]]:
    if module.name in house.STARTS_SERVERS:
        return []
    bare = [
        (module.name, node.exc)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name)
    ]
    return [
        (where, node)
        for where, node in [*bare, *module.calls()]
        if getattr(module.imported, _name(node), None) in ERRORS
    ]


def _name(node: Any) -> str:
    return node.id if isinstance(node, ast.Name) else house.called_name(node)


def _fits(error: type[DomainError], node: Any) -> bool:
    given = {keyword.arg for keyword in getattr(node, "keywords", [])}
    return None in given or given - {"errors"} == _blanks(error)
