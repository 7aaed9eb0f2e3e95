"""What is committed is found by the next search, on another connection, by every way there is."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.core.actor import Actor
from apps.organizations import commands as organizations
from apps.sources import commands
from tests.clients import Api

WAYS = ("Q0XYZ", "frobnicase", "FROB1", "frobni", "frobnicasse", "dephlogisticated")


@pytest.fixture
def found(committed: None) -> Callable[[str], list[str]]:
    """The slugs that a search over HTTP finds."""
    api = Api()
    return lambda query: [hit["slug"] for hit in api.get("search", q=query).body["results"]]


@pytest.fixture
def source(committed: None, operator: Actor) -> Callable[..., None]:
    """Have a source with these details, in a transaction that is committed."""
    organizations.create_organization(actor=operator, slug="xyzzy-lab", name="Plugh")

    def create(**details: Any) -> None:
        commands.create_source(
            actor=operator, organization="xyzzy-lab", slug="Q0XYZ", source_type="protein",
            **{"name": "Frobnicase", **details},
        )  # fmt: skip

    return create


def test_a_committed_write_is_found_at_once(
    found: Callable[[str], list[str]], source: Callable[..., None]
) -> None:
    assert [found(query) for query in WAYS] == [[]] * len(WAYS)

    source(aliases=["frob1"], description="dephlogisticated enzymes")

    assert [found(query) for query in WAYS] == [["Q0XYZ"]] * len(WAYS)


def test_a_committed_change_is_found_at_once_and_what_it_replaced_is_not(
    found: Callable[[str], list[str]], source: Callable[..., None], operator: Actor
) -> None:
    source()

    commands.update_source(
        actor=operator, organization="xyzzy-lab", source="Q0XYZ", name="Grumblezorp"
    )

    assert found("grumblezorp") == found("grumblezopr") == ["Q0XYZ"]
    assert found("frobnicase") == found("frobnicasse") == []


def test_what_was_deleted_is_not_found_any_more(
    found: Callable[[str], list[str]], source: Callable[..., None], operator: Actor
) -> None:
    source()
    assert found("frobnicasse") == ["Q0XYZ"]

    commands.delete_source(actor=operator, organization="xyzzy-lab", source="Q0XYZ")

    assert [found(query) for query in WAYS] == [[]] * len(WAYS)
