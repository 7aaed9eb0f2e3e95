"""The commands about members: what they make readable, the trace they leave, what they refuse."""

from typing import Any

import pytest

from apps.accounts.commands import deactivate_user
from apps.accounts.errors import UserNotFound
from apps.audit.policy import Role
from apps.core.actor import Actor
from apps.core.errors import ReasonRequired
from apps.organizations import commands, queries
from apps.organizations.errors import LastOwner, MemberNotFound, OrganizationNotFound
from tests import builders
from tests.conftest import leaves_no_trace, leaves_trace


@pytest.fixture
def uniprot(db: None) -> str:
    return builders.organization("uniprot")


def roles() -> dict[str, str]:
    """Who is what in UniProt."""
    return {member.username: member.role for member in queries.list_members("uniprot").results}


class TestSetMember:
    @pytest.fixture(autouse=True)
    def _ada(self, uniprot: str, person: Any) -> None:
        self.ada = person("ada")

    def test_gives_a_first_role_and_another_one(self, actor: Actor) -> None:
        for role in Role:
            commands.set_member(actor=actor, organization="uniprot", username="ada", role=role)
            assert roles() == {"ada": role}

    def test_says_who_made_whom_what(self, actor: Actor) -> None:
        builders.member("ada", "member")

        with leaves_trace("set_member", "organization.member_set") as row:
            commands.set_member(
                actor=actor, organization="uniprot", username="ada", role=Role.OWNER, reason="led"
            )

        assert (row.user_id, row.entity_type, row.entity_label) == (
            actor.user_id, "organization", "uniprot",
        )  # fmt: skip
        assert row.metadata == {
            "before": {"username": "ada", "role": "member"},
            "after": {"username": "ada", "role": "owner"},
            "reason": "led",
        }

    def test_announces_the_membership(self, actor: Actor) -> None:
        with leaves_trace("set_member", "organization.member_set") as row:
            commands.set_member(
                actor=actor, organization="uniprot", username="ada", role=Role.MEMBER
            )

        assert row.event.subject == "organizations/uniprot"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        told = row.event.data["resource"]
        assert (told["organization"], told["username"], told["role"]) == (
            "uniprot", "ada", "member",
        )  # fmt: skip

    def test_writes_nothing_for_the_role_one_has(self, actor: Actor) -> None:
        builders.member("ada", "owner")

        with leaves_no_trace():
            commands.set_member(
                actor=actor, organization="uniprot", username="ada", role=Role.OWNER
            )

    def test_refuses_to_leave_an_organization_without_owner(self) -> None:
        builders.member("ada", "owner")

        with leaves_no_trace(), pytest.raises(LastOwner, match="“ada” is the last owner"):
            commands.set_member(
                actor=self.ada.actor, organization="uniprot", username="ada", role=Role.MEMBER
            )

        assert roles() == {"ada": "owner"}

    def test_an_owner_may_step_down_beside_another(self, person: Any) -> None:
        person("bob")
        builders.member("ada", "owner")
        builders.member("bob", "owner")

        commands.set_member(
            actor=self.ada.actor, organization="uniprot", username="ada", role=Role.MEMBER
        )

        assert roles() == {"ada": "member", "bob": "owner"}

    def test_an_organization_that_had_no_owner_needs_none(self, actor: Actor) -> None:
        builders.member("ada", "maintainer")

        commands.set_member(actor=actor, organization="uniprot", username="ada", role=Role.MEMBER)

        assert roles() == {"ada": "member"}

    def test_refuses_an_unknown_person(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(UserNotFound):
            commands.set_member(
                actor=actor, organization="uniprot", username="nobody", role=Role.MEMBER
            )

    def test_refuses_who_was_shut_out(self, actor: Actor, operator: Actor) -> None:
        deactivate_user(actor=operator, username="ada")
        with leaves_no_trace(), pytest.raises(UserNotFound):
            commands.set_member(
                actor=actor, organization="uniprot", username="ada", role=Role.OWNER
            )

    def test_an_owner_who_was_shut_out_is_none(self, operator: Actor, person: Any) -> None:
        person("bob")
        builders.organization("pdb")
        for name, of in (("ada", "uniprot"), ("bob", "uniprot"), ("bob", "pdb")):
            builders.member(name, "owner", of)
        with leaves_trace("deactivate_user") as row:
            left = deactivate_user(actor=operator, username="bob")
        assert left == ("pdb",)
        assert row.metadata["after"]["organizations_without_owner"] == ["pdb"]
        with leaves_no_trace(), pytest.raises(LastOwner):
            commands.set_member(
                actor=self.ada.actor, organization="uniprot", username="ada", role=Role.MEMBER
            )
        with leaves_no_trace(), pytest.raises(LastOwner):
            remove(self.ada.actor)

    def test_refuses_an_unknown_organization(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(OrganizationNotFound):
            commands.set_member(
                actor=actor, organization="nobody", username="ada", role=Role.MEMBER
            )


def remove(actor: Actor, organization: str = "uniprot", reason: str | None = "left") -> None:
    commands.remove_member(actor=actor, organization=organization, username="ada", reason=reason)


class TestRemoveMember:
    @pytest.fixture(autouse=True)
    def _ada(self, uniprot: str, person: Any) -> None:
        self.ada = person("ada")

    def test_takes_the_role_away(self, actor: Actor) -> None:
        builders.member("ada", "member")

        remove(actor)

        assert roles() == {}

    def test_says_what_they_were(self, actor: Actor) -> None:
        builders.member("ada", "maintainer")

        with leaves_trace("remove_member", "organization.member_removed") as row:
            commands.remove_member(
                actor=actor, organization="uniprot", username="ada", reason="left"
            )

        assert (row.user_id, row.entity_label) == (actor.user_id, "uniprot")
        assert row.metadata == {
            "before": {"username": "ada", "role": "maintainer"},
            "reason": "left",
        }

    def test_announces_the_membership_as_it_was_last(self, actor: Actor) -> None:
        builders.member("ada", "maintainer")
        (last,) = queries.list_members("uniprot").results

        with leaves_trace("remove_member", "organization.member_removed") as row:
            remove(actor)

        assert row.event.subject == "organizations/uniprot"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert row.event.data["resource"] == {
            "id": str(last.id), "organization": "uniprot", "username": "ada", "role": "maintainer",
        }  # fmt: skip

    def test_refuses_to_remove_the_last_owner(self, actor: Actor) -> None:
        builders.member("ada", "owner")

        with leaves_no_trace(), pytest.raises(LastOwner):
            remove(actor)

        assert roles() == {"ada": "owner"}

    def test_refuses_who_is_no_member(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(MemberNotFound):
            remove(actor)

    def test_refuses_an_unknown_organization(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(OrganizationNotFound):
            remove(actor, organization="nobody")

    def test_takes_a_reason(self, actor: Actor, operator: Actor) -> None:
        builders.member("ada", "member")

        for anybody in (actor, operator):
            with leaves_no_trace(), pytest.raises(ReasonRequired):
                remove(anybody, reason=None)

        assert roles() == {"ada": "member"}
