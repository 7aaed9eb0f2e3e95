"""Each command: what it makes readable, the trace it leaves, and what it refuses."""

from typing import Any

import pytest

from apps.core.actor import Actor
from apps.core.errors import InvalidRequest
from apps.organizations.errors import OrganizationNotFound
from apps.sources import commands, queries
from apps.sources.errors import (
    DuplicateSlug,
    InvalidSlug,
    SourceNotFound,
)
from tests import builders
from tests.conftest import leaves_no_trace, leaves_trace
from tests.sources.facts import DETAILS, SPROT


@pytest.fixture(autouse=True)
def _uniprot(db: None) -> None:
    builders.organization("uniprot")


@pytest.fixture
def sprot() -> str:
    return builders.source("sprot")


def create(actor: Actor, slug: str = "sprot", **details: Any) -> Any:
    """Register a source of UniProt's."""
    told = {"organization": "uniprot", "name": "Swiss-Prot", "source_type": "database", **details}
    return commands.create_source(actor=actor, slug=slug, **told)


class TestCreateSource:
    def test_makes_it_readable(self, actor: Actor) -> None:
        create(actor, source_type="protein", **DETAILS)

        shown = queries.get_source("uniprot", "sprot")
        assert (shown.organization, shown.slug, shown.name) == ("uniprot", "sprot", "Swiss-Prot")
        assert (shown.source_type, shown.archived_at) == ("protein", None)
        assert {field: getattr(shown, field) for field in DETAILS} == DETAILS

    def test_says_who_did_what_and_why(self, actor: Actor) -> None:
        with leaves_trace("create_source", "source.created") as row:
            made = create(actor, license="CC0-1.0", reason="asked for")

        assert (row.user_id, row.actor_label) == (actor.user_id, "curie")
        assert row.request_id == actor.request_id
        assert (row.entity_type, row.entity_id) == ("source", made.id)
        assert row.entity_label == "uniprot/sprot"
        told = {"organization": "uniprot", "slug": "sprot", "name": "Swiss-Prot"}
        after = {**told, "source_type": "database", "license": "CC0-1.0"}
        assert row.metadata == {"after": after, "reason": "asked for"}

    def test_announces_it_as_get_shows_it(self, actor: Actor, stranger: Any) -> None:
        with leaves_trace("create_source", "source.created") as row:
            made = create(actor, **DETAILS)

        assert row.event.subject == "sources/uniprot/sprot"
        assert row.event.data == {
            "id": str(made.id),
            "actor": {"id": str(actor.user_id), "label": "curie"},
            "resource": stranger.get("sources/uniprot/sprot").body,
        }

    def test_takes_the_organization_by_its_id_too(self, actor: Actor, sprot: str) -> None:
        uniprot = queries.find_source(**SPROT).organization_id

        assert create(actor, slug="trembl", organization=str(uniprot)).organization == "uniprot"

    @pytest.mark.parametrize("slug", ["sprot", "SPROT", "sProt"])
    def test_refuses_a_slug_that_is_taken_in_whatever_case(
        self, actor: Actor, sprot: str, slug: str
    ) -> None:
        with leaves_no_trace(), pytest.raises(DuplicateSlug, match="already has a source"):
            create(actor, slug=slug)

    def test_takes_a_slug_that_another_organization_has(self, actor: Actor, sprot: str) -> None:
        builders.organization("expasy")

        made = create(actor, organization="expasy", slug="sprot")

        assert made.id != queries.find_source("uniprot", "sprot").id

    @pytest.mark.parametrize(
        "slug",
        [
            "", " ", "swiss prot", "-sprot", ".sprot", "_sprot", "swiss/prot", "спрот", "é",
            "sprot\n", "s" * 256, "s" * 100_000, "0190a5c0-1111-7000-8000-000000000000",
            "0190A5C0-1111-7000-8000-000000000000",
        ],
        ids=lambda slug: repr(slug[:20]),
    )  # fmt: skip
    def test_refuses_what_is_not_a_slug(self, actor: Actor, slug: str) -> None:
        with leaves_no_trace(), pytest.raises(InvalidSlug):
            create(actor, slug=slug)

    @pytest.mark.parametrize("slug", ["P01308", "GRCh38.p14", "a_b-c.d", "7", "S" * 255, "api"])
    def test_takes_every_slug_that_its_rule_allows(self, actor: Actor, slug: str) -> None:
        assert create(actor, slug=slug).slug == slug

    def test_refuses_an_unknown_organization(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(OrganizationNotFound):
            create(actor, organization="nobody")


@pytest.mark.usefixtures("sprot")
class TestUpdateSource:
    def test_changes_what_is_given_and_nothing_else(self, actor: Actor) -> None:
        before = queries.get_source(**SPROT)

        commands.update_source(actor=actor, **SPROT, name="SP", source_type="bundle", **DETAILS)

        after = queries.get_source(**SPROT)
        assert {field: getattr(after, field) for field in DETAILS} == DETAILS
        assert (after.name, after.source_type, after.slug) == ("SP", "bundle", "sprot")
        assert (after.id, after.created_at) == (before.id, before.created_at)
        assert after.updated_at > before.updated_at

    def test_keeps_the_old_values_in_the_trail(self, actor: Actor) -> None:
        with leaves_trace("update_source", "source.updated") as row:
            commands.update_source(
                actor=actor, **SPROT, name="SP", tags=["curated"], reason="shorter"
            )

        assert (row.user_id, row.entity_label) == (actor.user_id, "uniprot/sprot")
        assert row.metadata == {
            "before": {"name": "Swiss-Prot", "tags": []},
            "after": {"name": "SP", "tags": ["curated"]},
            "reason": "shorter",
        }

    def test_announces_it_as_get_shows_it(self, actor: Actor, stranger: Any) -> None:
        with leaves_trace("update_source", "source.updated") as row:
            commands.update_source(actor=actor, **SPROT, name="SP")

        assert row.event.subject == "sources/uniprot/sprot"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert row.event.data["resource"] == stranger.get("sources/uniprot/sprot").body

    @pytest.mark.parametrize("changes", [{}, {"name": "Swiss-Prot"}, {"tags": []}])
    def test_writes_nothing_where_all_is_so_already(
        self, actor: Actor, changes: dict[str, Any]
    ) -> None:
        before = queries.get_source(**SPROT)

        with leaves_no_trace():
            commands.update_source(actor=actor, **SPROT, reason="none", **changes)

        assert queries.get_source(**SPROT) == before

    @pytest.mark.parametrize("address", ["expasy/sp2", "expasy/SP2", "{expasy}/{sp2}"])
    def test_names_its_successor_in_one_way(self, actor: Actor, address: str) -> None:
        builders.organization("expasy")
        builders.source("sp2", of="expasy")
        found = queries.find_source("expasy", "sp2")
        spelled = address.format(expasy=found.organization_id, sp2=found.id)

        commands.update_source(actor=actor, **SPROT, superseded_by=spelled)

        assert queries.get_source(**SPROT).superseded_by == "expasy/sp2"

    def test_forgets_its_successor(self, actor: Actor) -> None:
        builders.source("sp2")
        commands.update_source(actor=actor, **SPROT, superseded_by="uniprot/sp2")

        commands.update_source(actor=actor, **SPROT, superseded_by=None)

        assert queries.get_source(**SPROT).superseded_by is None

    @pytest.mark.parametrize("address", ["sp2", "uniprot:sp2", "uniprot/sprot", "uniprot/SPROT"])
    def test_refuses_a_successor_that_is_no_other_source(self, actor: Actor, address: str) -> None:
        with leaves_no_trace(), pytest.raises(InvalidRequest) as refusal:
            commands.update_source(actor=actor, **SPROT, superseded_by=address)

        assert [error.field for error in refusal.value.errors] == ["superseded_by"]

    def test_refuses_a_successor_that_nobody_knows(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(InvalidRequest, match="superseded_by"):
            commands.update_source(actor=actor, **SPROT, superseded_by="uniprot/nothing")

    def test_leaves_all_as_it_was_where_one_field_is_refused(self, actor: Actor) -> None:
        before = queries.get_source(**SPROT)

        with leaves_no_trace(), pytest.raises(InvalidRequest):
            commands.update_source(actor=actor, **SPROT, name="SP", homepage="gopher://x")

        assert queries.get_source(**SPROT) == before

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(SourceNotFound):
            commands.update_source(actor=actor, organization="uniprot", source="nothing")
        with leaves_no_trace(), pytest.raises(OrganizationNotFound):
            commands.update_source(actor=actor, organization="nobody", source="sprot")
