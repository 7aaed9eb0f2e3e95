"""A query reads where PostgreSQL refuses to write, and what it returns are values."""

import ast
from collections.abc import Callable
from typing import Any, get_type_hints

import pytest

from apps.core.dto import columns
from tests.architecture import house
from tests.architecture.values import is_frozen, not_values

# Public functions beside the queries that ask nothing themselves: commands, which lock rows, and
# queries share what an address means. They read no row, which the test below makes sure of.
ASK_NOTHING = {
    "apps.accounts.queries.digest_of",
    "apps.ingestion.queries.with_state",
    "apps.sources.queries.addressed",
    "apps.sources.queries.missing",
    "apps.versions.queries.addressing",
    "apps.versions.queries.meant",
}

FUNCTIONS = dict(house.defined("queries"))
QUERIES = {name: function for name, function in FUNCTIONS.items() if name not in ASK_NOTHING}

of_all_queries = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)


@of_all_queries
def test_a_function_in_queries_is_a_query_that_returns_values(query: Callable[..., Any]) -> None:
    assert getattr(query, "is_query", False), "decorate it with @query"
    assert not_values(get_type_hints(query)["return"]) == []


def test_what_is_no_query_reads_nothing() -> None:
    starts = {"reading", "asking", "read_cursor"}
    reading = {
        name
        for module in house.rooms("queries")
        for node in module.public_functions()
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and house.called_name(call) in starts
        if (name := f"{module.name}.{node.name}") in ASK_NOTHING
    }
    assert reading == set()
    assert set(FUNCTIONS) >= ASK_NOTHING, "an exception that nobody needs is taken off the list"


def test_a_query_is_named_by_how_much_it_answers() -> None:
    verbs = ("get_", "list_", "search_", "count_", "find_", "has_")
    names = [name.rpartition(".")[2] for name in QUERIES]
    assert [name for name in names if not name.startswith(verbs)] == []


def test_every_dto_is_frozen_and_slotted() -> None:
    dtos = [
        getattr(module.imported, found.name)
        for module in house.rooms("dtos")
        for found in module.classes()
    ]
    values = [dto for dto in dtos if not hasattr(dto, "__total__")]  # the rest are TypedDicts
    assert [dto.__qualname__ for dto in values if not is_frozen(dto)] == []
    assert len(values) > 10


def test_a_dto_names_columns_only_once() -> None:
    for module in house.rooms("dtos"):
        for found in module.classes():
            dto = getattr(module.imported, found.name)
            if is_frozen(dto):
                paths = list(columns(dto).values())
                assert len(paths) == len(set(paths)), dto.__qualname__
