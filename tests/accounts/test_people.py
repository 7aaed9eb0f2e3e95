"""People who leave, are shut out, or look after something else from now on."""

import pytest
from django.test import Client

from apps.accounts import commands
from apps.accounts.errors import UnknownGroup, UserNotFound
from apps.accounts.models import ApiToken, User
from apps.audit.policy import AUDITORS, CURATORS
from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from tests.builders import member, organization, person, source
from tests.clients import Api
from tests.conftest import leaves_no_trace, leaves_trace, make_token

PASSWORD = "correct horse 17"


@pytest.fixture
def ada(db: None, operator: Actor) -> User:
    """Somebody with a password, a group and a token."""
    commands.create_user(actor=operator, username="ada", password=PASSWORD, groups=[CURATORS])
    return User.objects.get(username="ada")


def test_who_is_shut_out_has_no_session_no_token_and_no_password(
    ada: User, operator: Actor
) -> None:
    browser, token = Client(), make_token("ada")
    browser.force_login(ada)
    assert browser.get("/api/v1/me").status_code == 200
    with leaves_trace("deactivate_user") as row:
        commands.deactivate_user(actor=operator, username="ada", reason="left the institute")
    assert Api(token).get("organizations").status == 401
    assert browser.get("/api/v1/me").status_code == 401
    assert not User.objects.get(username="ada").has_usable_password()
    ended = [str(token.id) for token in ApiToken.objects.exclude(revoked_at=None)]
    assert row.metadata["after"] == {"is_active": False, "tokens_revoked": ended}
    assert len(ended) == 1


def test_who_comes_back_has_nothing_of_what_they_had(ada: User, operator: Actor) -> None:
    browser, token = Client(), make_token("ada")
    browser.force_login(ada)
    commands.deactivate_user(actor=operator, username="ada")
    with leaves_trace("reactivate_user"):
        commands.reactivate_user(actor=operator, username="ada")
    assert Api(token).get("organizations").status == 401
    assert browser.get("/api/v1/me").status_code == 401
    assert Api(make_token("ada")).get("me").body["groups"] == [CURATORS]


def test_what_is_so_already_leaves_no_trace(ada: User, operator: Actor) -> None:
    with leaves_no_trace():
        commands.reactivate_user(actor=operator, username="ada")
        commands.set_groups(actor=operator, username="ada", groups=[CURATORS])
    commands.deactivate_user(actor=operator, username="ada")
    with leaves_no_trace():
        commands.deactivate_user(actor=operator, username="ada")


def test_groups_given_and_taken_are_told_before_and_after(ada: User, operator: Actor) -> None:
    api = Api(make_token("ada"))
    with leaves_trace("set_groups") as row:
        commands.set_groups(actor=operator, username="ada", groups=[AUDITORS], reason="moved")
    assert row.metadata == {
        "before": {"groups": [CURATORS], "is_superuser": False},
        "after": {"groups": [AUDITORS], "is_superuser": False},
        "reason": "moved",
    }
    with leaves_no_trace():
        assert api.post("organizations", {"slug": "go", "name": "GO"}).status == 403


def test_a_superuser_can_be_made_one_of_many_again(ada: User, operator: Actor) -> None:
    commands.set_groups(actor=operator, username="ada", groups=[], is_superuser=True)
    api = Api(make_token("ada"))
    assert api.post("organizations", {"slug": "go", "name": "GO"}).status == 201
    commands.set_groups(actor=operator, username="ada", groups=[])
    assert api.post("organizations", {"slug": "ncbi", "name": "NCBI"}).status == 403
    assert not User.objects.get(username="ada").is_staff


def test_nobody_but_who_operates_the_registry_does_any_of_it(ada: User, operator: Actor) -> None:
    curator = Actor(
        request_id=operator.request_id, label="ada", user_id=ada.id, groups=frozenset({CURATORS})
    )
    with leaves_no_trace():
        with pytest.raises(NotAllowed):
            commands.set_groups(actor=curator, username="ada", groups=[AUDITORS])
        with pytest.raises(NotAllowed):
            commands.deactivate_user(actor=curator, username="ada")
        with pytest.raises(NotAllowed):
            commands.reactivate_user(actor=curator, username="ada")


def test_nobody_and_no_group_of_that_name_is_a_refusal(ada: User, operator: Actor) -> None:
    with leaves_no_trace():
        with pytest.raises(UserNotFound):
            commands.deactivate_user(actor=operator, username="nobody")
        with pytest.raises(UnknownGroup):
            commands.set_groups(actor=operator, username="ada", groups=["keepers"])


def test_a_removed_member_takes_along_what_was_made_for_that_organization(
    db: None, operator: Actor
) -> None:
    from apps.audit.models import AuditLog
    from apps.organizations.commands import remove_member

    for slug in ("uniprot", "ncbi"):
        organization(slug)
        source("sprot", of=slug)
    person("bob")
    member("bob", "maintainer")
    ends = [make_token("bob", organization="uniprot"), make_token("bob", source="uniprot/sprot")]
    stays = [make_token("bob"), make_token("bob", source="ncbi/sprot")]
    remove_member(actor=operator, organization="uniprot", username="bob", reason="left")
    assert [Api(token).get("organizations").status for token in ends] == [401, 401]
    assert [Api(token).get("organizations").status for token in stays] == [200, 200]
    row = AuditLog.objects.get(action="revoke_tokens")
    assert (row.entity_label, row.metadata["reason"]) == ("bob", "left")
    assert len(row.metadata["after"]["tokens_revoked"]) == 2
