"""People and tokens change by commands, each with its trace and without a secret in it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.core.serializers import serialize
from django.test import Client

from apps.accounts import commands, queries
from apps.accounts.errors import (
    DuplicateUsername,
    InvalidUsername,
    UserNotFound,
    WeakPassword,
)
from apps.accounts.models import User
from apps.audit.models import AuditLog
from apps.audit.policy import AUDITORS, CURATORS
from apps.core.actor import Actor
from apps.core.errors import CredentialsRequired, NotAllowed
from apps.core.ids import uuid7
from tests.accounts.listening import listening
from tests.builders import person
from tests.conftest import leaves_no_trace, leaves_trace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
STRANGER = Actor(request_id=uuid7(), label="anonymous")


@pytest.fixture
def ada(db: None) -> Actor:
    """Somebody with an account, and no more."""
    return person("ada")


class TestCreateUser:
    def test_it_makes_a_person_who_can_be_found(self, operator: Actor, db: None) -> None:
        made = commands.create_user(actor=operator, username="ada", password="correct horse 17")
        assert queries.get_user("ada") == made
        user = User.objects.get(username="ada")
        assert user.check_password("correct horse 17")
        assert (user.is_staff, user.is_superuser, user.id.version) == (False, False, 7)

    def test_it_says_so_in_the_trail_without_the_password(self, operator: Actor, db: None) -> None:
        with leaves_trace("create_user") as row:
            commands.create_user(
                actor=operator, username="ada", password="correct horse 17", groups=[CURATORS]
            )
        assert (row.entity_type, row.entity_label) == ("user", "ada")
        assert row.entity_id == User.objects.get().id
        assert row.metadata == {
            "after": {"username": "ada", "groups": ["curator"], "is_superuser": False}
        }

    def test_without_a_password_nobody_signs_in_by_one(self, operator: Actor, db: None) -> None:
        commands.create_user(actor=operator, username="ada")
        assert not User.objects.get(username="ada").has_usable_password()

    def test_groups_come_with_the_staff_door(self, operator: Actor, db: None) -> None:
        commands.create_user(actor=operator, username="ada", groups=[CURATORS, AUDITORS])
        user = User.objects.get(username="ada")
        assert (set(user.group_names), user.is_staff) == ({"curator", "auditor"}, True)

    def test_a_superuser_is_staff(self, operator: Actor, db: None) -> None:
        commands.create_user(actor=operator, username="ada", is_superuser=True)
        user = User.objects.get(username="ada")
        assert (user.is_superuser, user.is_staff) == (True, True)

    @pytest.mark.parametrize(
        ("kind", "refusal"),
        [
            ({"username": "ada"}, DuplicateUsername),
            ({"username": ""}, InvalidUsername),
            ({"username": "ada lovelace"}, InvalidUsername),
            ({"username": "a\0"}, InvalidUsername),
            ({"username": "a" * 151}, InvalidUsername),
            ({"username": "eve", "password": "short"}, WeakPassword),
            ({"username": "eve", "password": "12345678901"}, WeakPassword),
            ({"username": "eveadams", "password": "eveadams1"}, WeakPassword),
            ({"username": "eve", "password": ""}, WeakPassword),
        ],
    )
    def test_a_refusal_leaves_nothing(
        self, operator: Actor, ada: Actor, kind: dict[str, Any], refusal: type[Exception]
    ) -> None:
        with leaves_no_trace(), pytest.raises(refusal):
            commands.create_user(actor=operator, **kind)
        assert list(User.objects.values_list("username", flat=True)) == ["ada"]

    def test_an_operator_may_take_any_password(self, operator: Actor, db: None) -> None:
        commands.create_user(actor=operator, username="eve", password="eve", any_password=True)
        assert User.objects.get().check_password("eve")

    def test_people_do_not_make_people(self, ada: Actor) -> None:
        with leaves_no_trace():
            with pytest.raises(NotAllowed, match="an operator of the registry"):
                commands.create_user(actor=ada, username="eve")
            with pytest.raises(CredentialsRequired):
                commands.create_user(actor=STRANGER, username="eve")


class TestSetPassword:
    def test_the_new_one_opens_the_door_and_the_old_one_does_not(
        self, operator: Actor, db: None
    ) -> None:
        commands.create_user(actor=operator, username="ada", password="correct horse 17")
        browser = Client()
        browser.post("/projects/sign-in", {"username": "ada", "password": "correct horse 17"})
        commands.set_password(actor=operator, username="ada", password="battery staple 18")
        user = User.objects.get()
        assert user.check_password("battery staple 18")
        assert not user.check_password("correct horse 17")
        assert get_user(browser).is_anonymous, "sessions of the old one have ended"

    def test_it_says_so_in_the_trail_without_the_password(
        self, operator: Actor, ada: Actor, caplog: pytest.LogCaptureFixture
    ) -> None:
        with listening(caplog), leaves_trace("set_password") as row:
            commands.set_password(actor=operator, username="ada", password="battery staple 18")
        assert (row.entity_type, row.entity_id, row.metadata) == ("user", ada.user_id, {})
        assert "battery" not in serialize("json", AuditLog.objects.all()) + caplog.text

    @pytest.mark.parametrize(
        ("told", "refusal"),
        [
            ({"username": "nobody"}, UserNotFound), ({"password": ""}, WeakPassword),
            ({"password": "12345678901"}, WeakPassword), ({"password": "short"}, WeakPassword),
        ],
    )  # fmt: skip
    def test_a_refusal_leaves_nothing(
        self, operator: Actor, ada: Actor, told: dict[str, str], refusal: type[Exception]
    ) -> None:
        before = User.objects.get().password
        kind = {"username": "ada", "password": "battery staple 18", **told}
        with leaves_no_trace(), pytest.raises(refusal):
            commands.set_password(actor=operator, **kind)
        assert User.objects.get().password == before

    def test_nobody_gives_oneself_one(self, ada: Actor) -> None:
        for who, refusal in ((ada, NotAllowed), (STRANGER, CredentialsRequired)):
            with leaves_no_trace(), pytest.raises(refusal):
                commands.set_password(actor=who, username="ada", password="battery staple 18")


def test_the_groups_are_there_after_migration(db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {CURATORS, AUDITORS}


def test_a_user_that_nobody_knows_is_not_found(db: None) -> None:
    with pytest.raises(UserNotFound, match="“nobody”"):
        queries.get_user("nobody")
