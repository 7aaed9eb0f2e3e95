"""Who may register an organization, and who may make it one of the system's."""

import pytest
from pytest_django import Settings

from apps.core.errors import NotAllowed
from apps.organizations import commands, queries
from tests import builders
from tests.conftest import leaves_no_trace
from tests.surface import world
from tests.surface.policy import Visitor


def test_an_owner_makes_no_organization_one_of_the_system(db: None) -> None:
    builders.organization("uniprot")
    owner = builders.anybody("owner")

    with leaves_no_trace(), pytest.raises(NotAllowed, match="it takes a curator of the registry"):
        commands.update_organization(actor=owner, organization="uniprot", is_system=True)


class TestOpenRegistration:
    @pytest.fixture(autouse=True)
    def _open(self, db: None, settings: Settings) -> None:
        settings.OPEN_REGISTRATION = True

    def test_makes_whoever_registers_the_owner(self) -> None:
        ada = builders.person("ada")

        commands.create_organization(actor=ada, slug="new", name="New")

        (member,) = queries.list_members("new").results
        assert (member.username, member.role) == ("ada", "owner")
        commands.update_organization(actor=ada, organization="new", name="Newer")

    @pytest.mark.parametrize("who", ["curator", "superuser", "registry"])
    def test_makes_no_owner_of_who_might_anyway(self, who: str) -> None:
        commands.create_organization(actor=builders.anybody(who), slug="new", name="New")

        assert queries.list_members("new").results == ()

    @pytest.mark.parametrize("who", ["user", "anonymous"])
    def test_opens_nothing_else(self, who: str) -> None:
        world.build()
        api, visitor = world.welcome(Visitor(who=who)), Visitor(who=who)

        opened = [
            (asked.operation, asked.trial.body)
            for asked in world.everything()
            if world.met(world.attempt(asked, api)) != asked.promised(visitor)
        ]

        register = ("POST organizations", {"slug": "new", "name": "New"})
        assert opened == ([register] if who == "user" else [])
