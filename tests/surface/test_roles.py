"""Every operation, whoever asks, at home and abroad: just what the policy's table says."""

import pytest

from tests.clients import Api
from tests.surface import world
from tests.surface.addresses import operations, without_a_row
from tests.surface.policy import SCOPES, WHO, Visitor
from tests.surface.trials import TRIALS

VISITORS = [
    *[Visitor(who=who) for who in WHO],
    *[Visitor(who=who, scope="admin") for who in WHO if who not in ("anonymous", "owner")],
    *[Visitor(who="owner", scope=scope) for scope in SCOPES],
    *[Visitor(who="superuser", scope="admin", bound=to) for to in ("organization", "source")],
]


def test_every_operation_has_its_trial() -> None:
    assert without_a_row(set(TRIALS), operations(), "tests/surface/trials.py") == ""


@pytest.mark.parametrize("visitor", VISITORS, ids=str)
def test_everybody_meets_what_the_policy_says(db: None, visitor: Visitor) -> None:
    world.build()
    api = world.welcome(visitor)
    promised, met = {}, {}

    for asked in world.everything():
        before = world.changes()
        met[asked.told] = world.met(world.attempt(asked, api))
        if met[asked.told] != "done" and world.changes() != before:
            met[asked.told] += ", but it left a trace"
        promised[asked.told] = asked.promised(visitor)

    assert met == promised


def test_a_trace_would_be_seen(db: None) -> None:
    world.build()
    curator = world.welcome(Visitor(who="curator", scope="admin"))
    before = world.changes()

    assert curator.get("organizations").status == 200
    assert world.changes() == before
    assert curator.patch("organizations/pdb", {"name": "PDB", "reason": "asked"}).status == 200
    assert world.changes() == before + 5, "the organization, who, from where, to seal, the event"
    assert Api().get("organizations/pdb").body["name"] == "PDB"
