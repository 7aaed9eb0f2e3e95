"""Whoever is no longer what they were can do nothing, and sees nothing, that a stranger cannot."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from apps.accounts.models import ApiToken, Incident, User
from apps.core.services import services
from apps.organizations.commands import remove_member
from tests import builders
from tests.clients import Api
from tests.conftest import leaves_trace
from tests.surface import world
from tests.surface.policy import Visitor

# A page to try things bears a mark of each visit; the schema is for everybody and long in making;
# what one may do is told of oneself.
SHOWN_ANEW = {"GET docs", "GET schema", "GET me/permissions"}


def _leave(username: str) -> None:
    remove_member(actor=builders.BUILDER, organization="uniprot", username=username, reason="left")


def _leave_the_group(username: str) -> None:
    User.objects.get(username=username).groups.clear()


def _step_down(username: str) -> None:
    User.objects.filter(username=username).update(is_superuser=False)


def _be_deactivated(username: str) -> None:
    User.objects.filter(username=username).update(is_active=False)


ENDS: dict[str, Callable[[str], None]] = {
    "member": _leave,
    "owner": _leave,
    "curator": _leave_the_group,
    "auditor": _leave_the_group,
    "superuser": _step_down,
}


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    world.build()


@pytest.mark.parametrize("scope", [None, "admin"], ids=["in person", "by an old token"])
@pytest.mark.parametrize("was", ENDS)
def test_who_was_something_meets_what_a_stranger_meets(was: str, scope: str | None) -> None:
    ada = world.welcome(Visitor(who=was, scope=scope))
    ENDS[was]("ada")

    assert_nothing_more(ada, Visitor(who="user", scope=scope))


def test_a_revoked_token_opens_nothing_and_each_use_is_an_incident() -> None:
    ada = world.welcome(Visitor(who="superuser", scope="admin"))
    (token,) = ApiToken.objects.filter(user__username="ada").values_list("id", flat=True)
    assert ada.delete(f"tokens/{token}").status == 204

    for asked in world.everything():
        with leaves_trace("refused_token"):
            assert world.asking(asked, ada)().status == 401, asked.told
        Incident.objects.update(told_at=services.clock.now() - timedelta(hours=1))


def test_the_token_of_a_deactivated_person_opens_nothing() -> None:
    ada = world.welcome(Visitor(who="superuser", scope="admin"))
    _be_deactivated("ada")
    with leaves_trace("refused_token"):
        assert {world.asking(asked, ada)().status for asked in world.everything()} == {401}


def test_a_deactivated_person_who_is_still_signed_in_is_nobody() -> None:
    ada = world.welcome(Visitor(who="superuser"))
    _be_deactivated("ada")

    assert_nothing_more(ada, Visitor(who="anonymous"))


def assert_nothing_more(api: Api, than: Visitor) -> None:
    """Whoever asks may do what the policy promises the other, and is shown what strangers are."""
    for asked in world.everything():
        answer = world.attempt(asked, api)
        assert world.met(answer) == asked.promised(than), asked.told
        if asked.trial.takes == "read" and asked.operation not in SHOWN_ANEW:
            assert answer.body == world.attempt(asked, Api()).body, asked.told
