"""The table of who may do what is one: commands, refusals, explanations and pages agree on it."""

from pathlib import Path
from typing import Any

import pytest

from apps.audit.permissions import KINDS, Place, as_table, explain
from apps.audit.policy import May, Scope, require, sees_drafts, standing
from apps.core.actor import Actor
from apps.core.errors import Forbidden, Unauthenticated
from tests.architecture import house
from tests.builders import anybody, limited, organization, source

EVERYBODY = ("stranger", "member", "maintainer", "owner", "curator", "auditor", "superuser")
ARCHITECTURE = Path(__file__).resolve().parents[2] / "ARCHITECTURE.md"


def test_every_command_is_of_a_kind_that_the_table_has() -> None:
    known = {(kind.may, kind.scope) for kind in KINDS}
    commands: list[tuple[str, Any]] = list(house.defined("commands"))
    unknown = [name for name, each in commands if (each.may, each.scope) not in known]
    assert len(commands) > 40
    assert unknown == []


def test_the_table_of_the_documentation_is_the_one_that_holds() -> None:
    told = "Write what apps.audit.permissions.as_table() says into ARCHITECTURE.md."
    assert as_table() in ARCHITECTURE.read_text(), told


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("scope", [None, "read", "publish", "admin"])
def test_what_is_explained_is_what_is_decided(db: None, who: str, scope: str | None) -> None:
    organization("uniprot")
    organization("pdb")
    source()
    actor = anybody(who)
    if scope and actor.user_id:
        actor = limited(actor, scope, "uniprot")
    for on in (None, "uniprot", "pdb", "uniprot/sprot", "@ada"):
        for told in explain(actor, on):
            (kind,) = [kind for kind in KINDS if kind.action == told.action]
            assert (told.allowed, told.why if not told.allowed else "") == _decided(
                kind.may, kind.scope, actor, on
            ), (told.action, on)
            assert told.why[0].isupper() or told.why.startswith("a")
            assert told.why.endswith(".")


@pytest.mark.parametrize("who", EVERYBODY)
def test_drafts_are_explained_as_they_are_shown(db: None, who: str) -> None:
    organization("uniprot")
    actor = anybody(who)
    (told,) = [each for each in explain(actor, "uniprot") if each.action == "see_drafts"]
    assert told.allowed is sees_drafts(actor, standing("uniprot", actor))


def test_every_place_has_something_to_say() -> None:
    for place in Place:
        assert [kind for kind in KINDS if place in kind.places]


def _decided(may: May | None, scope: Scope, actor: Actor, on: str | None) -> tuple[bool, str]:
    if may is None:
        return True, ""
    owner, _, name = (on or "").partition("/")
    person = owner.startswith("@")
    try:
        if person and may is May.MEMBER:
            may = May.KEEPER  # in person, who sees is who keeps
        require(may, actor, scope=scope, organization=owner or None, source=name or None)
    except (Forbidden, Unauthenticated) as refusal:
        return False, str(refusal)
    return True, ""
