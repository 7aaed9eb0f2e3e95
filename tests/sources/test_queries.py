"""Each question, and what it costs."""

import pytest

from apps.core.errors import NotFound
from apps.core.services import services
from apps.organizations.errors import OrganizationNotFound
from apps.organizations.models import Organization
from apps.sources import queries
from apps.sources.errors import SourceNotFound
from apps.sources.models import Source
from tests import builders
from tests.checks import selects


@pytest.fixture(autouse=True)
def _uniprot(db: None) -> None:
    builders.organization("uniprot")


def register(count: int) -> None:
    """Many sources of UniProt's, the quick way."""
    now = services.clock.now()
    uniprot = Organization.objects.get(slug="uniprot")
    Source.objects.bulk_create(
        Source(
            organization=uniprot,
            slug=f"P{number:05}",
            name="A protein",
            source_type="protein",
            created_at=now,
            updated_at=now,
        )
        for number in range(count)
    )


class TestGetSource:
    @pytest.mark.parametrize("source", ["P01308", "p01308"])
    def test_answers_without_regard_to_case(self, source: str) -> None:
        builders.source("P01308")

        assert queries.get_source("uniprot", source).slug == "P01308"

    def test_answers_to_ids_in_place_of_slugs(self) -> None:
        builders.source("P01308")
        found = queries.find_source("uniprot", "P01308")

        by_slugs = queries.get_source("uniprot", "P01308")
        for organization in ("uniprot", str(found.organization_id)):
            for source in ("P01308", str(found.id), str(found.id).upper()):
                assert queries.get_source(organization, source) == by_slugs

    def test_looks_in_one_organization_only(self) -> None:
        builders.organization("expasy")
        builders.source("sprot", of="expasy", name="Another")
        builders.source("sprot", of="uniprot")
        elsewhere = queries.find_source("expasy", "sprot").id

        assert queries.get_source("uniprot", "sprot").name == "Swiss-Prot"
        with pytest.raises(SourceNotFound):
            queries.get_source("uniprot", str(elsewhere))

    @pytest.mark.parametrize("source", ["nothing", "", "прот", "s" * 10_000, "P0130%"])
    def test_refuses_what_names_nothing(self, source: str) -> None:
        builders.source("P01308")

        with pytest.raises(SourceNotFound):
            queries.get_source("uniprot", source)

    def test_refuses_an_unknown_organization(self) -> None:
        with pytest.raises(NotFound):
            queries.get_source("nobody", "sprot")


class TestListSources:
    def test_goes_by_slug_through_all_organizations(self) -> None:
        builders.organization("expasy")
        for slug, of in (("b", "uniprot"), ("a", "expasy"), ("c", "expasy"), ("a", "uniprot")):
            builders.source(slug, of=of)

        shown = [found.slug for found in queries.list_sources().results]
        assert shown == ["a", "a", "b", "c"]

    def test_shows_one_organization_by_slug_or_id(self) -> None:
        builders.organization("expasy")
        builders.source("prosite", of="expasy")
        builders.source("sprot", of="uniprot")
        expasy = queries.find_source("expasy", "prosite").organization_id

        for org in ("expasy", str(expasy)):
            (found,) = queries.list_sources(org=org).results
            assert (found.organization, found.slug) == ("expasy", "prosite")

    def test_refuses_an_unknown_organization(self) -> None:
        with pytest.raises(OrganizationNotFound):
            queries.list_sources(org="nobody")

    def test_tells_sources_of_one_slug_apart_where_a_page_ends(self) -> None:
        for organization in ("a", "b", "c"):
            builders.source("same", of=builders.organization(organization))

        first = queries.list_sources(limit=2)
        second = queries.list_sources(limit=2, cursor=first.next or "")

        shown = [found.organization for page in (first, second) for found in page.results]
        assert sorted(shown) == ["a", "b", "c"]

    @pytest.mark.parametrize("registered", [10, 1000])
    def test_costs_as_much_however_long(self, registered: int) -> None:
        register(registered)

        assert selects(lambda: queries.list_sources(limit=1000)) == 1
        assert selects(lambda: queries.list_sources(org="uniprot", limit=1000)) == 2
