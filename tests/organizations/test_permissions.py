"""Who may do what to an organization, whichever door they come through."""

from typing import Any

import pytest
from pytest_django import Settings

from apps.audit.policy import Role, TokenTooNarrow
from apps.core.actor import Actor
from apps.core.errors import CredentialsRequired, NotAllowed
from apps.organizations import commands, queries
from apps.organizations.errors import OrganizationNotFound
from tests import builders
from tests.checks import Attempt, commands_of, permitted
from tests.conftest import leaves_no_trace

TO_ITS_OWNERS = {"update_organization", "delete_organization", "set_member", "remove_member"}
TO_CURATORS = TO_ITS_OWNERS | {"create_organization", "create as system", "update to system"}


def attempts(actor: Actor) -> dict[str, Attempt]:
    """Every command of the slice, on `uniprot`, as `actor` would give it."""
    on: dict[str, Any] = {"actor": actor, "organization": "uniprot"}
    new: dict[str, Any] = {"actor": actor, "slug": "new", "name": "New"}
    return {
        "create_organization": lambda: commands.create_organization(**new),
        "create as system": lambda: commands.create_organization(**new, is_system=True),
        "update_organization": lambda: commands.update_organization(**on, name="KB"),
        "update to system": lambda: commands.update_organization(**on, is_system=True),
        "delete_organization": lambda: commands.delete_organization(**on),
        "set_member": lambda: commands.set_member(**on, username="zoe", role=Role.OWNER),
        "remove_member": lambda: commands.remove_member(**on, username="zoe"),
    }


@pytest.fixture(autouse=True)
def _organizations(db: None) -> None:
    builders.organization("uniprot")
    builders.organization("pdb")


def test_every_command_is_tried() -> None:
    assert commands_of(commands) <= set(attempts(builders.STRANGER)) == TO_CURATORS


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("stranger", set()),
        ("user", set()),
        ("member", set()),
        ("maintainer", set()),
        ("owner", TO_ITS_OWNERS),
        ("owner elsewhere", set()),
        ("curator", TO_CURATORS),
        ("auditor", set()),
        ("superuser", TO_CURATORS),
        ("registry", TO_CURATORS),
    ],
)
def test_commands_are_open_to(who: str, may: set[str]) -> None:
    assert permitted(attempts(builders.anybody(who))) == may


@pytest.mark.parametrize(
    ("scope", "organization", "may"),
    [
        ("read", None, set()),
        ("write", None, set()),
        ("publish", None, set()),
        ("admin", None, TO_ITS_OWNERS),
        ("admin", "uniprot", TO_ITS_OWNERS),
        ("admin", "pdb", set()),
    ],
)
def test_commands_are_open_to_an_owners_token(
    scope: str, organization: str | None, may: set[str]
) -> None:
    owner = builders.anybody("owner")
    builders.member("ada", "owner", of="pdb")

    assert permitted(attempts(builders.limited(owner, scope, organization))) == may


def test_a_token_never_lets_more_than_its_user_may() -> None:
    assert permitted(attempts(builders.limited(builders.anybody("user"), "admin"))) == set()


def test_a_token_of_one_organization_registers_no_other() -> None:
    limited = builders.limited(builders.anybody("superuser"), "admin", "uniprot")

    assert "create_organization" not in permitted(attempts(limited))


@pytest.mark.parametrize(
    ("who", "command", "error", "told"),
    [
        ("stranger", "create_organization", CredentialsRequired, "Sign in"),
        ("user", "create_organization", NotAllowed, "ada may not do this: it takes a curator"),
        ("member", "update_organization", NotAllowed, "it takes an owner of “uniprot”"),
        ("owner", "update to system", NotAllowed, "it takes a curator of the registry"),
    ],
)
def test_a_refusal_says_what_it_takes(
    who: str, command: str, error: type[Exception], told: str
) -> None:
    attempt = attempts(builders.anybody(who))[command]

    with leaves_no_trace(), pytest.raises(error, match=told):
        attempt()


def test_a_refusal_says_what_a_token_lacks() -> None:
    owner = builders.anybody("owner")

    with leaves_no_trace(), pytest.raises(TokenTooNarrow, match="takes the scope “admin”"):
        attempts(builders.limited(owner, "write"))["update_organization"]()
    with leaves_no_trace(), pytest.raises(TokenTooNarrow, match="made for one organization"):
        attempts(builders.limited(owner, "admin", "pdb"))["update_organization"]()


def test_an_organization_is_unknown_rather_than_closed() -> None:
    with pytest.raises(OrganizationNotFound):
        commands.delete_organization(actor=builders.anybody("user"), organization="nobody")


class TestOpenRegistration:
    @pytest.fixture(autouse=True)
    def _open(self, settings: Settings) -> None:
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

    @pytest.mark.parametrize(
        ("who", "may"), [("user", {"create_organization"}), ("stranger", set())]
    )
    def test_opens_nothing_else(self, who: str, may: set[str]) -> None:
        assert permitted(attempts(builders.anybody(who))) == may
