"""What happens when two do it at once: PostgreSQL decides, and the loser is told."""

from functools import partial

import pytest

from apps.audit.models import AuditLog
from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.events.models import Event
from apps.organizations import commands, queries
from apps.organizations.dtos import OrganizationRef
from apps.organizations.errors import DuplicateSlug, LastOwner
from tests import builders
from tests.checks import at_once

pytestmark = pytest.mark.usefixtures("committed")


def test_one_slug_goes_to_one_of_32_who_want_it(operator: Actor) -> None:
    register = partial(commands.create_organization, actor=operator, slug="uniprot", name="UniProt")

    outcomes = at_once(*[register] * 32)

    kinds = [type(outcome) for outcome in outcomes]
    assert (kinds.count(OrganizationRef), kinds.count(DuplicateSlug)) == (1, 31)
    assert len(queries.list_organizations().results) == 1
    assert (AuditLog.objects.count(), Event.objects.count()) == (1, 1)


def test_two_owners_who_remove_each_other_leave_one() -> None:
    builders.organization("uniprot")
    ada, bob = builders.person("ada"), builders.person("bob")
    builders.member("ada", "owner")
    builders.member("bob", "owner")

    outcomes = at_once(
        lambda: commands.remove_member(
            actor=ada, organization="uniprot", username="bob", reason="mine"
        ),
        lambda: commands.remove_member(
            actor=bob, organization="uniprot", username="ada", reason="mine"
        ),
    )

    assert [member.role for member in queries.list_members("uniprot").results] == ["owner"]
    (refusal,) = [outcome for outcome in outcomes if outcome is not None]
    assert isinstance(refusal, LastOwner | NotAllowed)


def test_of_three_owners_who_remove_each_other_in_a_ring_whoever_is_out_removes_nobody() -> None:
    builders.organization("uniprot")
    ring = {name: builders.person(name) for name in ("ada", "bob", "eve")}
    for name in ring:
        builders.member(name, "owner")

    removed = at_once(
        *(
            partial(
                commands.remove_member, actor=owner, organization="uniprot", username=other,
                reason="mine",
            )
            for owner, other in zip(ring.values(), ("bob", "eve", "ada"), strict=True)
        )
    )  # fmt: skip

    history = queries.list_organization_history("uniprot").results
    removals = [entry for entry in reversed(history) if entry.action == "remove_member"]
    out: set[str] = set()
    for entry in removals:
        assert entry.actor_label not in out, "somebody who was out already removed another"
        out.add(entry.metadata["before"]["username"])
    assert len(queries.list_members("uniprot").results) == 3 - len(out) >= 1
    assert sum(outcome is not None for outcome in removed) == 3 - len(out)


def test_two_who_rename_it_leave_a_trail_without_gaps() -> None:
    builders.organization("uniprot", name="0")
    rename = partial(commands.update_organization, actor=builders.BUILDER, organization="uniprot")

    at_once(*(partial(rename, name=str(number)) for number in range(1, 9)))

    entries = queries.list_organization_history("uniprot").results
    renamings = [entry.metadata for entry in entries[-2::-1]]
    told = ["0", *(renaming["after"]["name"] for renaming in renamings)]
    assert [renaming["before"]["name"] for renaming in renamings] == told[:-1]
    assert queries.get_organization("uniprot").name == told[-1]
