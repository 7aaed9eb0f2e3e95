"""What a client is told of its allowance, and what costs it nothing."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as conf
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from apps.accounts.commands import revoke_token
from apps.accounts.models import ApiToken, User
from apps.core.actor import Actor
from apps.limiting.middleware import TO_SIGN_IN
from tests import builders
from tests.clients import Answer, Api
from tests.conftest import make_token
from tests.core.test_http import assert_page, assert_problem

FORM = "application/x-www-form-urlencoded"
STATE = re.compile(r'"(anonymous|user|token)";r=(\d+);t=(\d+)')
HERE = "organizations/uniprot"


@pytest.fixture(autouse=True)
def few(book: None, settings: Settings) -> None:
    builders.organization("uniprot")
    settings.RATE_LIMITS = "anonymous=3/h,user=5/h,token=4/h"


def _state(answer: Answer) -> tuple[str, int]:
    found = STATE.fullmatch(answer.headers["RateLimit"])
    assert found
    return found[1], int(found[2])


def test_every_answer_says_what_is_left_and_the_one_too_many_when_to_come_back() -> None:
    stranger = Api()
    answers = [stranger.get(HERE) for _ in range(4)]
    assert [_state(answer) for answer in answers] == [
        ("anonymous", 2), ("anonymous", 1), ("anonymous", 0), ("anonymous", 0),
    ]  # fmt: skip
    assert {a.headers["RateLimit-Policy"] for a in answers} == {'"anonymous";q=3;w=3600'}
    assert_problem(answers[3], 429, "rate.limited")
    wait = int(answers[3].headers["Retry-After"])
    assert 1190 <= wait <= 1200, "a third of the hour"
    assert (
        answers[3]
        .body["detail"]
        .startswith(f"You have asked more than 3 times in an hour. Ask again in {wait} s;")
    )
    assert answers[3].headers["Cache-Control"] == "no-store"
    exposed = answers[3].headers["Access-Control-Expose-Headers"]
    assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed.split(", "))


def test_people_see_a_page_and_what_is_not_found_counts_like_the_rest() -> None:
    stranger = Api()
    assert [stranger.get(f"/{path}").status for path in ("nowhere", "search", "")] == [
        404,
        200,
        200,
    ]
    assert_page(stranger.get("/"), 429)


def test_health_the_pages_to_sign_in_and_questions_of_browsers_are_free() -> None:
    stranger = Api()
    sign_in = (reverse("admin:login"), reverse("sign_in"))
    assert sign_in == TO_SIGN_IN
    for _ in range(4):
        for path in ("/health/live", *sign_in):
            answer = stranger.get(path)
            assert answer.status == 200
            assert "RateLimit" not in answer.headers
        assert stranger.send("OPTIONS", HERE).status == 200
    assert _state(stranger.get(HERE)) == ("anonymous", 2)


def test_trying_to_sign_in_counts_and_so_does_what_only_begins_like_that_page() -> None:
    stranger = Api()
    form = {"username": "root", "password": "battery staple 18"}
    for path in (reverse("admin:login"), reverse("sign_in")):
        answer = stranger.send("POST", path, raw=urlencode(form).encode(), content_type=FORM)
        assert answer.status == 200
        assert "RateLimit" in answer.headers
    assert stranger.get("/projects/sign-in-not").headers["RateLimit"].startswith('"anonymous";r=0')
    assert stranger.send("POST", reverse("sign_in")).status == 429


def test_questions_of_browsers_count_where_somebody_is_asked_who_they_are() -> None:
    guesser = Api("bdp_" + "0" * 43)
    answers = [guesser.send("OPTIONS", HERE).status for _ in range(7)]
    assert answers == [401] * 3 + [429] * 4
    nobody = Client(raise_request_exception=False)
    nobody.cookies[conf.SESSION_COOKIE_NAME] = "0" * 32
    assert nobody.options(f"/api/v1/{HERE}").status_code == 429


def test_what_is_unchanged_is_free_also_when_nothing_is_left() -> None:
    stranger = Api()
    tag = stranger.get(HERE).headers["ETag"]
    for _ in range(9):
        assert stranger.send("GET", HERE, if_none_match=tag).status == 304
    assert [stranger.get(HERE).status for _ in range(3)] == [200, 200, 429]
    answers = [stranger.send("GET", HERE, if_none_match=tag) for _ in range(9)]
    assert {answer.status for answer in answers} == {304}
    assert {_state(answer) for answer in answers} == {("anonymous", 0)}


@pytest.mark.parametrize("path", ["organizations", "/"])
def test_what_must_be_read_to_be_found_unchanged_is_free_as_often_again(path: str) -> None:
    stranger = Api()
    tag = stranger.get(path).headers["ETag"]
    assert {stranger.send("GET", path, if_none_match=tag).status for _ in range(9)} == {304}
    assert [stranger.get(path).status for _ in range(3)] == [200, 200, 429]
    answers = [stranger.send("GET", path, if_none_match=tag) for _ in range(5)]
    assert [answer.status for answer in answers] == [304] * 3 + [429] * 2
    assert {_state(answer) for answer in answers} == {("anonymous", 0)}


@pytest.mark.parametrize("path", [HERE, "organizations", "/"])
@pytest.mark.parametrize("told", ["*", '"0", *', "W/*"])
def test_who_asks_for_whatever_there_is_pays_for_it(path: str, told: str) -> None:
    stranger = Api()
    answers = [stranger.send("GET", path, if_none_match=told) for _ in range(5)]
    assert [answer.status for answer in answers] == [304] * 3 + [429] * 2
    assert [_state(answer)[1] for answer in answers] == [2, 1, 0, 0, 0]


def test_who_only_says_that_it_has_something_is_soon_not_looked_at() -> None:
    stranger = Api()
    tag = stranger.get(HERE).headers["ETag"]
    lies = [stranger.send("GET", HERE, if_none_match='"0"').status for _ in range(2 + 3)]
    assert lies == [200, 200, 429, 429, 429]
    assert stranger.send("GET", HERE, if_none_match=tag).status == 429


def test_a_token_has_its_own_allowance_wherever_nobody_else_has_any_left() -> None:
    stranger = Api()
    assert [stranger.get(HERE).status for _ in range(4)][-1] == 429
    builders.person("ada")
    ada = Api(make_token("ada", "read"))
    assert [_state(ada.get(HERE)) for _ in range(2)] == [("token", 3), ("token", 2)]
    assert [ada.get(HERE).status for _ in range(3)] == [200, 200, 429]
    assert Api(make_token("ada", "read")).get(HERE).status == 429, "more tokens are not more"
    builders.person("bob")
    assert Api(make_token("bob", "read")).get(HERE).status == 200, "another person"


def _in_spaces(number: int) -> str:
    return "Bearer" + " " * (number + 1)


def _in_letters(number: int) -> str:
    return "Bearer"[:number].upper() + "Bearer"[number:].swapcase() + " "


@pytest.mark.parametrize("spelled", [_in_spaces, _in_letters])
def test_a_token_is_one_however_its_header_is_spelled(spelled: Callable[[int], str]) -> None:
    builders.person("ada")
    token, client = make_token("ada", "read"), Client(raise_request_exception=False)
    answers = [
        client.get(f"/api/v1/{HERE}", headers={"Authorization": spelled(number) + token})
        for number in range(6)
    ]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2


def test_who_turns_out_to_have_nothing_left_is_refused_by_a_process_that_did_not_know() -> None:
    builders.person("ada")
    tokens = [make_token("ada", "read") for _ in range(6)]
    answers = [Api(token).get(HERE) for token in tokens]
    assert [answer.status for answer in answers] == [200] * 4 + [429] * 2
    assert _state(answers[-1]) == ("token", 0)
    assert _state(Api().get(HERE)) == ("anonymous", 0), "two were looked at in vain"


def test_what_was_done_for_somebody_with_nothing_left_is_told_and_owed() -> None:
    builders.person("ada")
    tokens = [make_token("ada", "admin") for _ in range(5)]
    assert [Api(token).get(HERE).status for token in tokens[:4]] == [200] * 4
    another_process = Api(tokens[4])
    made = another_process.post("tokens", {"name": "more", "scopes": ["read"]})
    assert (made.status, _state(made)) == (201, ("token", 0))
    assert another_process.post("tokens", {"name": "more", "scopes": ["read"]}).status == 429


def test_made_up_headers_give_who_signed_in_nothing_more() -> None:
    builders.person("ada", is_superuser=True)
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.get(username="ada"))
    answers = [
        browser.get("/admin/", headers={"Authorization": f"Bearer bdp_{number:043}"})
        for number in range(8)
    ]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3


def test_who_signed_in_is_one_client_in_pages_and_in_the_api() -> None:
    builders.person("ada", is_superuser=True)
    ada = Api(user=User.objects.get(username="ada"))
    assert _state(ada.get("/admin/")) == ("user", 4)
    assert _state(ada.get(HERE)) == ("user", 3)


def test_made_up_tokens_are_counted_for_the_address_and_give_nobody_more() -> None:
    guesser = Client(raise_request_exception=False)

    def guess(number: int) -> Any:
        return guesser.get(f"/api/v1/{HERE}", headers={"Authorization": f"Bearer bdp_{number:043}"})

    assert [guess(number).status_code for number in range(7)] == [401] * 3 + [429] * 4


def test_a_token_that_was_revoked_has_no_allowance_any_more() -> None:
    ada = builders.person("ada")
    client = Api(make_token("ada", "read"))
    assert _state(client.get(HERE)) == ("token", 3)
    token = ApiToken.objects.get()
    revoke_token(
        actor=Actor(request_id=ada.request_id, label="ada", user_id=ada.user_id), token_id=token.pk
    )
    answer = client.get(HERE)
    assert (answer.status, _state(answer)) == (401, ("anonymous", 2))


def test_switched_off_nobody_is_told_anything(settings: Settings) -> None:
    settings.RATE_LIMITS = "off"
    assert "RateLimit" not in Api().get(HERE).headers
    settings.RATE_LIMITS = "anonymous=off"
    assert "RateLimit" not in Api().get(HERE).headers
