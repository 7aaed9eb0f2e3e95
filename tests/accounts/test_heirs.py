"""Tokens made by a token: what becomes of them, how many there may be, whose they are to change."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from apps.accounts import commands
from apps.accounts.errors import TooManyTokens
from apps.accounts.models import ApiToken
from apps.audit.models import AuditLog
from apps.core.actor import Actor
from apps.core.services import services
from apps.organizations.commands import remove_member
from tests import builders
from tests.checks import at_once
from tests.clients import Api
from tests.conftest import leaves_no_trace, leaves_trace, make_token

ADMIN = {"name": "ci", "scopes": ["admin"]}


def _made(api: Api) -> Any:
    told = api.post("tokens", ADMIN)
    assert told.status == 201, told.body
    return told.body


def _works(*made: Any) -> list[bool]:
    return [Api(each["secret"]).get("me").status == 200 for each in made]


@pytest.fixture
def ada(db: None) -> Api:
    """Somebody with a token for everything."""
    builders.person("ada")
    return Api(make_token("ada"))


def test_what_a_stolen_token_made_ends_with_it_however_far_from_it(ada: Api) -> None:
    stolen, other = _made(ada), _made(ada)
    child = _made(Api(stolen["secret"]))
    rotated = Api(child["secret"]).post(f"tokens/{child['id']}/rotate").body
    with leaves_trace("revoke_token") as row:
        assert ada.delete(f"tokens/{stolen['id']}").status == 204
    assert _works(stolen, child, rotated, other) == [False, False, False, True]
    assert row.metadata["after"]["heirs_revoked"] == [rotated["id"]], "what still held"


def test_a_stolen_token_that_rotated_itself_away_is_still_revoked_with_its_heirs(ada: Api) -> None:
    stolen = _made(ada)
    heir = Api(stolen["secret"]).post(f"tokens/{stolen['id']}/rotate").body
    assert _works(stolen, heir) == [False, True]
    with leaves_trace("revoke_token") as row:
        ada.delete(f"tokens/{stolen['id']}")
    assert not any(_works(heir))
    assert row.metadata["after"] == {"heirs_revoked": [heir["id"]]}
    with leaves_no_trace():
        ada.delete(f"tokens/{stolen['id']}")


def test_a_person_holds_no_more_than_a_hundred_tokens(ada: Api) -> None:
    (first,) = ApiToken.objects.all()
    for number in range(99):
        ApiToken.objects.create(
            user=first.user, name="ci", digest=f"{number}", prefix="bdp_", scopes=["read"],
            created_at=first.created_at,
        )  # fmt: skip
    with leaves_no_trace():
        told = ada.post("tokens", ADMIN)
        again = ada.post(f"tokens/{first.id}/rotate", {"grace": 60})
    assert (told.status, told.body["code"]) == (409, "token.too_many")
    assert "revoke one" in told.body["detail"]
    assert again.status == 409, "beside the old one it would be one more"
    ApiToken.objects.filter(digest="1").update(expires_at=services.clock.now())
    _made(ada)
    assert ada.post(f"tokens/{first.id}/rotate").status == 201, "in the place of the old one"


def test_a_superuser_rotates_nobody_elses_token_but_may_revoke_it(ada: Api, api: Api) -> None:
    token = _made(ada)
    with leaves_no_trace():
        assert api.post(f"tokens/{token['id']}/rotate").status == 404
    assert _works(token) == [True]
    assert api.delete(f"tokens/{token['id']}").status == 204
    assert _works(token) == [False]


def test_from_where_somebody_else_made_ones_token_is_not_told(ada: Api, actor: Actor) -> None:
    made = commands.create_token(actor=actor, username="ada", scopes=["read"])
    row = AuditLog.objects.get(entity_id=made.id)
    assert row.user_id == actor.user_id
    assert ada.get(f"tokens/{made.id}").body["created_from"] is None
    assert "192.0.2.7" not in str(ada.get("tokens").body)


class TestAtOnce:
    """What happens when two do it in the same moment."""

    @pytest.fixture(autouse=True)
    def _ada(self, committed: None) -> None:
        builders.organization()
        self.ada = builders.person("ada")

    def _token(self, **limits: Any) -> ApiToken:
        made = commands.create_token(
            actor=builders.BUILDER, username="ada", scopes=["admin"], **limits
        )
        return ApiToken.objects.get(id=made.id)

    @pytest.mark.parametrize("verb", [commands.rotate_token, commands.revoke_token])
    def test_a_change_of_a_token_and_a_removal_wait_for_no_other(
        self, verb: Callable[..., object]
    ) -> None:
        for _ in range(15):
            token = self._token(organization="uniprot")
            builders.member("ada", "member")
            outcomes = at_once(
                partial(verb, actor=self.ada, token_id=token.id),
                lambda: remove_member(
                    actor=builders.BUILDER, organization="uniprot", username="ada", reason="left"
                ),
            )
            assert outcomes[1] is None, outcomes

    def test_no_heir_of_a_token_is_born_as_that_is_revoked(self) -> None:
        for _ in range(15):
            token = self._token()
            by_token = builders.holding(self.ada, token)
            outcomes = at_once(
                partial(commands.create_token, actor=by_token, username="ada", scopes=["read"]),
                partial(commands.revoke_token, actor=self.ada, token_id=token.id),
            )
            assert not ApiToken.objects.filter(made_by=token.id, revoked_at=None).exists()
            assert outcomes[1] is None

    def test_the_last_place_is_taken_once(self) -> None:
        for _ in range(98):
            self._token()
        outcomes = at_once(*[self._token] * 6)
        assert sum(isinstance(outcome, TooManyTokens) for outcome in outcomes) == 4
