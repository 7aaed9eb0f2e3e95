"""Each question, and what it costs."""

from typing import Any

import pytest

from apps.audit.policy import Role
from apps.core.actor import Actor
from apps.core.errors import InvalidCursor
from apps.core.services import services
from apps.organizations import commands, queries
from apps.organizations.errors import OrganizationNotFound
from apps.organizations.models import Organization
from tests import builders
from tests.checks import selects

AN_ID = "0190a5c0-1111-7000-8000-000000000000"

pytestmark = pytest.mark.django_db


def register(count: int) -> None:
    """Many organizations, the quick way."""
    now = services.clock.now()
    Organization.objects.bulk_create(
        Organization(slug=f"org-{number:04}", name="Org", created_at=now, updated_at=now)
        for number in range(count)
    )


class TestGetOrganization:
    def test_answers_to_slug_and_id(self) -> None:
        by_slug = queries.get_organization(builders.organization("uniprot"))

        assert queries.get_organization(str(by_slug.id)) == by_slug
        assert queries.get_organization(str(by_slug.id).upper()) == by_slug

    @pytest.mark.parametrize(
        "reference", ["nobody", "UNIPROT", "uniprot ", "", AN_ID, "прот", "u" * 10_000]
    )
    def test_refuses_what_names_nothing(self, reference: str) -> None:
        builders.organization("uniprot")

        with pytest.raises(OrganizationNotFound):
            queries.get_organization(reference)


class TestListOrganizations:
    def test_goes_by_slug(self) -> None:
        for slug in ("pdb", "3did", "go", "a.b", "ab"):
            builders.organization(slug)

        shown = [found.slug for found in queries.list_organizations().results]
        assert shown == ["3did", "a.b", "ab", "go", "pdb"]

    def test_turns_its_pages_both_ways(self) -> None:
        register(5)

        first = queries.list_organizations(limit=2)
        second = queries.list_organizations(limit=2, cursor=first.next or "")
        third = queries.list_organizations(limit=2, cursor=second.next or "")

        assert [len(page.results) for page in (first, second, third)] == [2, 2, 1]
        assert (first.previous, third.next) == (None, None)
        assert queries.list_organizations(limit=2, cursor=second.previous or "") == first
        back = queries.list_organizations(limit=2, cursor=third.previous or "")
        assert back.results == second.results

    def test_what_is_registered_meanwhile_moves_nothing(self) -> None:
        register(4)
        first = queries.list_organizations(limit=2)

        builders.organization("a-newcomer")

        second = queries.list_organizations(limit=2, cursor=first.next or "")
        assert [found.slug for found in second.results] == ["org-0002", "org-0003"]

    def test_is_empty_where_nothing_is(self) -> None:
        page = queries.list_organizations()

        assert (page.results, page.next, page.previous) == ((), None, None)

    def test_refuses_a_cursor_of_another_list(self) -> None:
        register(2)
        builders.organization("uniprot")
        history = queries.list_organization_history("uniprot", limit=1)
        builders.source("sprot")

        with pytest.raises(InvalidCursor):
            queries.list_organizations(cursor=history.next or "not a cursor")

    @pytest.mark.parametrize("registered", [10, 1000])
    def test_costs_one_select_however_long(self, registered: int) -> None:
        register(registered)

        assert selects(lambda: queries.list_organizations(limit=1000)) == 1


class TestListMembers:
    def test_goes_by_user_name(self, person: Any) -> None:
        builders.organization("uniprot")
        for username, role in (("bob", "owner"), ("ada", "member")):
            person(username)
            builders.member(username, role)

        shown = [
            (member.username, member.role) for member in queries.list_members("uniprot").results
        ]
        assert shown == [("ada", "member"), ("bob", "owner")]

    def test_refuses_an_unknown_organization(self) -> None:
        with pytest.raises(OrganizationNotFound):
            queries.list_members("nobody")


class TestListOrganizationHistory:
    def test_goes_newest_first(self, actor: Actor) -> None:
        builders.organization("uniprot")
        commands.update_organization(actor=actor, organization="uniprot", name="KB")
        commands.set_member(actor=actor, organization="uniprot", username="curie", role=Role.MEMBER)

        shown = [entry.action for entry in queries.list_organization_history("uniprot").results]
        assert shown == ["set_member", "update_organization", "create_organization"]

    def test_tells_of_no_other_organization(self) -> None:
        builders.organization("uniprot")
        builders.organization("pdb")

        (entry,) = queries.list_organization_history("pdb").results
        assert entry.entity_label == "pdb"

    def test_refuses_an_unknown_organization(self) -> None:
        with pytest.raises(OrganizationNotFound):
            queries.list_organization_history("nobody")


class TestGetStanding:
    def test_tells_a_role_in_one_organization_only(self, person: Any) -> None:
        ada = person("ada")
        uniprot = queries.get_organization(builders.organization("uniprot"))
        pdb = queries.get_organization(builders.organization("pdb"))
        builders.member("ada", "owner", of="uniprot")

        assert queries.get_standing("uniprot", ada.id) == (uniprot.id, Role.OWNER)
        assert queries.get_standing("pdb", ada.id) == (pdb.id, None)
        assert queries.get_standing("uniprot", None) == (uniprot.id, None)

    def test_is_not_confused_by_other_members(self, person: Any) -> None:
        ada, bob = person("ada"), person("bob")
        builders.organization("uniprot")
        builders.member("bob", "owner")

        assert queries.get_standing("uniprot", ada.id)[1] is None
        assert queries.get_standing("uniprot", bob.id)[1] is Role.OWNER

    def test_refuses_an_unknown_organization(self) -> None:
        with pytest.raises(OrganizationNotFound):
            queries.get_standing("nobody", None)
