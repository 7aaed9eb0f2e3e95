"""Who may do what: the contract's table, and what a token narrows it to."""

from contextlib import nullcontext
from typing import Any
from uuid import UUID

import pytest

from apps.audit.policy import (
    AUDITORS,
    CURATORS,
    TAKES,
    May,
    Role,
    Scope,
    TokenTooNarrow,
    allows,
    drafts_seen,
    require,
    sees_drafts,
)
from apps.core.actor import Actor, Grant
from apps.core.errors import CredentialsRequired, NotAllowed
from apps.core.ids import uuid7
from apps.organizations.errors import OrganizationNotFound
from apps.organizations.queries import get_organization
from tests.builders import member, organization, person

HERE, ELSEWHERE = uuid7(), uuid7()


def _actor(**kind: Any) -> Actor:
    return Actor(request_id=UUID(int=3), label="ada", **{"user_id": UUID(int=4), **kind})


WHO: dict[str, tuple[Actor, Role | None]] = {
    "anyone": (_actor(user_id=None), None),
    "signed in": (_actor(), None),
    "member": (_actor(), Role.MEMBER),
    "maintainer": (_actor(), Role.MAINTAINER),
    "owner": (_actor(), Role.OWNER),
    "curator": (_actor(groups=frozenset({CURATORS})), None),
    "auditor": (_actor(groups=frozenset({AUDITORS})), None),
    "superuser": (_actor(is_superuser=True), None),
    "system": (Actor.system("test"), None),
}
EVERYBODY = set(WHO)
SIGNED_IN = EVERYBODY - {"anyone"}
ABOVE_ALL = {"superuser", "system"}

# One row of the contract's table for each; SELF and SYSTEM are who signs in, and who operates.
MAY: dict[May, set[str]] = {
    May.MEMBER: {"member", "maintainer", "owner", "curator", "auditor"} | ABOVE_ALL,
    May.MAINTAINER: {"maintainer", "owner", "curator"} | ABOVE_ALL,
    May.KEEPER: {"maintainer", "owner", "curator"} | ABOVE_ALL,
    May.OWNER: {"owner", "curator"} | ABOVE_ALL,
    May.REGISTRANT: {"curator"} | ABOVE_ALL,
    May.CURATOR: {"curator"} | ABOVE_ALL,
    May.AUDITOR: {"auditor"} | ABOVE_ALL,
    May.SELF: SIGNED_IN,
    May.SYSTEM: ABOVE_ALL,
}


@pytest.mark.parametrize("may", May)
def test_the_table_of_the_contract(may: May) -> None:
    assert {who for who in WHO if allows(may, *WHO[who])} == MAY[may]


def test_drafts_are_for_those_who_work_there_or_look_after_all() -> None:
    shown = {who for who, (actor, role) in WHO.items() if sees_drafts(actor, (HERE, role))}
    assert shown == MAY[May.MEMBER]


def test_a_token_for_one_organization_shows_no_drafts_of_another() -> None:
    grant = Grant(token_id=uuid7(), scopes=frozenset({"admin"}), organization_id=HERE)
    curator = _actor(groups=frozenset({CURATORS}), grant=grant)
    assert sees_drafts(curator, (HERE, None))
    assert not sees_drafts(curator, (ELSEWHERE, Role.OWNER))


def test_a_token_for_one_source_shows_drafts_of_that_one_alone() -> None:
    mine, other = uuid7(), uuid7()
    grant = Grant(
        token_id=uuid7(), scopes=frozenset({"admin"}), organization_id=HERE, source_id=mine
    )
    for kind in ({"is_superuser": True}, {"groups": frozenset({CURATORS})}, {}):
        actor = _actor(grant=grant, **kind)
        assert sees_drafts(actor, (HERE, Role.OWNER), mine)
        assert not sees_drafts(actor, (HERE, Role.OWNER), other)
        assert not sees_drafts(actor, (HERE, Role.OWNER))
        assert not sees_drafts(actor, (ELSEWHERE, Role.OWNER), mine)
        assert drafts_seen(actor) == ()


def test_open_registration_lets_everybody_who_signs_in_register(settings: Any) -> None:
    settings.OPEN_REGISTRATION = True
    assert {who for who in WHO if allows(May.REGISTRANT, *WHO[who])} == SIGNED_IN
    assert {who for who in WHO if allows(May.CURATOR, *WHO[who])} == MAY[May.CURATOR]


def test_every_refusal_says_what_it_takes() -> None:
    assert set(TAKES) == set(May)
    with pytest.raises(NotAllowed, match=r"^ada may not do this: it takes a curator of the reg"):
        require(May.CURATOR, _actor(), scope=Scope.READ)


def test_a_stranger_is_asked_to_sign_in_before_all_else(db: None) -> None:
    for may in May:
        with pytest.raises(CredentialsRequired):
            require(may, WHO["anyone"][0], scope=Scope.READ, organization="missing")


def test_an_unknown_organization_is_not_found_before_it_is_forbidden(db: None) -> None:
    with pytest.raises(OrganizationNotFound):
        require(May.OWNER, _actor(), scope=Scope.ADMIN, organization="missing")


def test_a_role_is_had_in_one_organization_alone(db: None) -> None:
    organization("uniprot")
    organization("ncbi")
    ada = person("ada")
    member("ada", Role.OWNER, of="uniprot")
    require(May.OWNER, ada, scope=Scope.ADMIN, organization="uniprot")
    require(May.OWNER, ada, scope=Scope.ADMIN, organization=str(get_organization("uniprot").id))
    with pytest.raises(NotAllowed, match="an owner of “ncbi”"):
        require(May.OWNER, ada, scope=Scope.ADMIN, organization="ncbi")


@pytest.mark.parametrize(
    ("held", "allowed"),
    [
        ("read", ["read"]), ("write", ["read", "write"]), ("publish", ["read", "write", "publish"]),
        ("admin", ["read", "write", "publish", "admin"]),
    ],
)  # fmt: skip
def test_a_scope_includes_those_before_it(held: str, allowed: list[str]) -> None:
    grant = Grant(token_id=uuid7(), scopes=frozenset({held}))
    for wanted in Scope:
        may = wanted.name.lower() in allowed
        told = nullcontext() if may else pytest.raises(TokenTooNarrow, match=wanted.name.lower())
        with told:
            require(May.CURATOR, _actor(is_superuser=True, grant=grant), scope=wanted)


def test_the_widest_of_several_scopes_counts() -> None:
    grant = Grant(token_id=uuid7(), scopes=frozenset({"read", "publish"}))
    require(May.SELF, _actor(grant=grant), scope=Scope.PUBLISH)


def test_a_token_can_do_no_more_than_its_user() -> None:
    grant = Grant(token_id=uuid7(), scopes=frozenset({"admin"}))
    with pytest.raises(NotAllowed):
        require(May.CURATOR, _actor(grant=grant), scope=Scope.READ)


def test_a_token_stays_within_its_organization(db: None) -> None:
    organization("uniprot")
    organization("ncbi")
    grant = Grant(
        token_id=uuid7(),
        scopes=frozenset({"admin"}),
        organization_id=get_organization("uniprot").id,
    )
    actor = _actor(is_superuser=True, grant=grant)
    require(May.OWNER, actor, scope=Scope.ADMIN, organization="uniprot")
    for beyond in ({"organization": "ncbi"}, {}):
        with pytest.raises(TokenTooNarrow, match="one organization"):
            require(May.OWNER, actor, scope=Scope.READ, **beyond)


def test_a_token_for_one_source_does_nothing_to_an_organization(db: None) -> None:
    organization("uniprot")
    grant = Grant(token_id=uuid7(), scopes=frozenset({"admin"}), source_id=uuid7())
    with pytest.raises(TokenTooNarrow, match="one source"):
        require(
            May.OWNER, _actor(is_superuser=True, grant=grant),
            scope=Scope.ADMIN, organization="uniprot",
        )  # fmt: skip
