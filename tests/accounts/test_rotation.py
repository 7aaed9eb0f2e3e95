"""A new secret in the place of an old one: what holds meanwhile, and what a token cannot give."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from apps.accounts import commands
from apps.accounts.errors import TokenEnded
from apps.accounts.models import ApiToken, User
from apps.core.actor import Actor
from apps.core.services import services
from tests.builders import at, organization, person, source
from tests.clients import Api
from tests.conftest import leaves_no_trace, leaves_trace, make_token


@pytest.fixture
def ada(db: None) -> Api:
    """Somebody with a token for everything."""
    person("ada")
    organization()
    source()
    return Api(make_token("ada"))


def _made(api: Api, **limits: Any) -> Any:
    told = api.post("tokens", {"name": "ci", "scopes": ["publish"], **limits})
    assert told.status == 201, told.body
    return told.body


def test_a_rotated_token_has_the_same_limits_and_the_old_one_ends_at_once(ada: Api) -> None:
    old = _made(ada, source="uniprot/sprot", expires_at="2999-01-01")
    with leaves_trace("rotate_token") as row:
        told = ada.post(f"tokens/{old['id']}/rotate", {"reason": "the yearly change"})
    assert told.status == 201
    assert told.headers["Location"].endswith(f"/tokens/{told.body['id']}")
    same = ("name", "scopes", "organization", "source", "expires_at")
    assert [told.body[name] for name in same] == [old[name] for name in same]
    assert told.body["secret"] != old["secret"]
    assert Api(told.body["secret"]).get("me").status == 200
    assert Api(old["secret"]).get("me").status == 401
    assert row.metadata["before"] == {"token": old["id"]}
    assert row.metadata["reason"] == "the yearly change"


def test_for_a_while_both_secrets_may_hold(ada: Api) -> None:
    old = _made(ada)
    new = ada.post(f"tokens/{old['id']}/rotate", {"grace": 3600}).body
    assert [Api(each["secret"]).get("me").status for each in (old, new)] == [200, 200]
    with at(services.clock.now() + timedelta(seconds=3601)):
        assert [Api(each["secret"]).get("me").status for each in (old, new)] == [401, 200]


def test_a_grace_makes_no_token_live_longer(ada: Api) -> None:
    soon = services.clock.now() + timedelta(minutes=5)
    old = _made(ada, expires_at=soon.isoformat())
    ada.post(f"tokens/{old['id']}/rotate", {"grace": 7 * 24 * 3600})
    assert ApiToken.objects.get(id=old["id"]).expires_at == soon


@pytest.mark.parametrize("grace", [-1, 7 * 24 * 3600 + 1, "1h", None, 1.5])
def test_no_other_grace_is_given(ada: Api, grace: Any) -> None:
    old = _made(ada)
    with leaves_no_trace():
        assert ada.post(f"tokens/{old['id']}/rotate", {"grace": grace}).status == 400


def test_what_has_ended_is_not_brought_back(ada: Api, operator: Actor) -> None:
    revoked, expired = _made(ada), _made(ada, expires_at="2999-01-01")
    ada.delete(f"tokens/{revoked['id']}")
    ApiToken.objects.filter(id=expired["id"]).update(expires_at=services.clock.now())
    with leaves_no_trace():
        for each in (revoked, expired):
            told = ada.post(f"tokens/{each['id']}/rotate")
            assert (told.status, told.body["code"]) == (409, "token.ended")


def test_a_token_may_rotate_itself_and_what_it_could_have_made(ada: Api) -> None:
    later = services.clock.now() + timedelta(days=1)
    short = _made(ada, scopes=["admin"], expires_at=later.isoformat())
    forever = _made(ada)
    program = Api(short["secret"])
    with leaves_no_trace():
        told = program.post(f"tokens/{forever['id']}/rotate")
    assert (told.status, told.body["code"]) == (403, "auth.forbidden")
    assert "outlives" in told.body["detail"]
    assert program.post(f"tokens/{short['id']}/rotate").status == 201


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ({"scopes": ["write"]}, {"scopes": ["admin"]}),
        ({"scopes": ["publish"]}, {"scopes": ["read"]}),
        ({"scopes": ["admin"], "organization": "uniprot"}, {"scopes": ["read"]}),
        ({"scopes": ["admin"], "source": "uniprot/sprot"}, {"scopes": ["read"]}),
        ({"scopes": ["admin"], "expires_at": "2999-01-01"}, {"scopes": ["read"]}),
        (
            {"scopes": ["admin"], "expires_at": "2999-01-01"},
            {"scopes": ["read"], "expires_at": "2999-01-02"},
        ),
    ],
)
def test_a_token_makes_none_that_can_do_more_or_for_longer(
    ada: Api, held: dict[str, Any], wanted: dict[str, Any]
) -> None:
    program = Api(_made(ada, **held)["secret"])
    with leaves_no_trace():
        assert program.post("tokens", {"name": "more", **wanted}).status == 403


def test_nobody_rotates_what_is_somebody_elses(ada: Api, operator: Actor) -> None:
    person("eve")
    eve = Api(make_token("eve"))
    old = _made(ada)
    person("root", is_superuser=True)
    root = Api(make_token("root"))
    with leaves_no_trace():
        assert eve.post(f"tokens/{old['id']}/rotate").status == 404
        assert root.post(f"tokens/{old['id']}/rotate").status == 404
        assert Api().post(f"tokens/{old['id']}/rotate").status == 401
    User.objects.filter(username="ada").update(is_active=False)
    with leaves_no_trace(), pytest.raises(TokenEnded):
        commands.rotate_token(actor=operator, token_id=old["id"])


def test_ones_own_tokens_are_found_by_what_they_are_for(ada: Api) -> None:
    bound, ended = _made(ada, source="uniprot/sprot"), _made(ada, scopes=["read"])
    ada.delete(f"tokens/{ended['id']}")

    def found(**asked: str) -> set[str]:
        told = ada.get("tokens", **asked)
        assert told.status == 200, told.body
        return {each["id"] for each in told.body["results"]}

    assert found(source="uniprot/sprot") == found(organization="uniprot") == {bound["id"]}
    assert found(scope="publish") == {bound["id"]}
    assert found(valid="false") == {ended["id"]}
    assert bound["id"] in found(valid="true")
    assert ended["id"] not in found(valid="true")
    assert ada.get("tokens", source="uniprot").status == 400
    assert ada.get("tokens", organization="nowhere").status == 404


def test_one_is_told_from_where_a_token_was_made(ada: Api) -> None:
    made = _made(ada)
    assert made["created_from"] == {"ip_address": "127.0.0.1", "user_agent": None}
    new = ada.post(f"tokens/{made['id']}/rotate").body
    assert new["created_from"] == made["created_from"]
    assert ada.get("me").body["token"]["created_from"] is None, "an operator made it"


def test_the_admin_shows_from_where_a_token_was_made(ada: Api) -> None:
    made = _made(ada)
    person("root", is_superuser=True)
    User.objects.filter(username="root").update(is_staff=True)
    browser = Client()
    browser.force_login(User.objects.get(username="root"))
    page = browser.get(f"/admin/accounts/apitoken/{made['id']}/change/")
    assert page.status_code == 200
    assert "127.0.0.1" in page.content.decode()
    assert made["secret"] not in page.content.decode()
