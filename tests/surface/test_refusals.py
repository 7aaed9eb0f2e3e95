"""A refusal says what it takes, and nothing about what it keeps from who may not."""

import re
from collections.abc import Iterator

import pytest

from tests.checks import refused
from tests.clients import Answer, Api
from tests.surface import world
from tests.surface.policy import Visitor
from tests.surface.trials import TRIALS

WRITES = {
    operation: trials[0]
    for operation, trials in TRIALS.items()
    if "GET " not in operation and trials[0].takes != "read"
}
OF_AN_ORGANIZATION = [op for op in TRIALS if "{organization}" in op or "{owner}" in op]
TAKES = {
    "keep sources": "it takes a maintainer or an owner of “uniprot”",
    "keep the organization": "it takes an owner of “uniprot”",
    "keep the registry": "it takes a curator of the registry",
}
ADDRESS: dict[str, object] = {
    "organization": "uniprot", "owner": "uniprot", "name": "screen",
    "reconciliation_id": "00000000-0000-7000-8000-000000000000",
    "source": "sprot", "version": "2024_01", "username": "zoe",
    "token_id": "00000000-0000-7000-8000-000000000000", "accession": "P00001", "format": "dat",
    **world.WEBHOOKS["home"],
    "job_id": "00000000-0000-7000-8000-000000000000",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    world.build()


def test_a_stranger_is_asked_to_sign_in() -> None:
    for operation in WRITES:
        answer = _ask(Api(), operation)
        refused(answer, 401, "auth.required")
        assert "Sign in" in answer.body["detail"]
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_person_is_told_whom_it_takes() -> None:
    ada = world.welcome(Visitor(who="member"))

    for operation, trial in WRITES.items():
        if trial.takes in TAKES:
            answer = _ask(ada, operation)
            refused(answer, 403, "auth.forbidden")
            assert answer.body["detail"] == f"ada may not do this: {TAKES[trial.takes]}."


def test_a_program_is_told_which_scope_it_takes() -> None:
    ada = world.welcome(Visitor(who="superuser", scope="read"))

    for operation, trial in WRITES.items():
        answer = _ask(ada, operation)
        refused(answer, 403, "auth.forbidden")
        assert f"it takes the scope “{trial.scope}”" in answer.body["detail"]


@pytest.mark.parametrize(
    ("bound", "told"),
    [
        ("organization", "it was made for one organization"),
        ("source", "it was made for one source"),
    ],
)
def test_a_program_is_told_what_its_token_was_made_for(bound: str, told: str) -> None:
    ada = world.welcome(Visitor(who="superuser", scope="admin", bound=bound))

    answer = ada.post("organizations", {"slug": "new", "name": "New"})

    refused(answer, 403, "auth.forbidden")
    assert told in answer.body["detail"]


def test_an_organization_is_unknown_rather_than_closed() -> None:
    eve = world.welcome(Visitor(who="user"))

    for operation in OF_AN_ORGANIZATION:
        answer = _ask(eve, operation, organization="nobody", owner="nobody")
        assert answer.status == 404, operation


def test_who_may_not_does_not_learn_what_is_there() -> None:
    """What is missing below an organization is refused in the very words as what stands there."""
    eve = world.welcome(Visitor(who="user"))

    for operation in WRITES:
        there = _ask(eve, operation)
        for part in re.findall(r"{(source|version|username|name)}", operation):
            for name in _names_of_nothing(part):
                missing = _ask(eve, operation, **{part: name})
                assert missing.body == there.body, operation


def _names_of_nothing(part: str) -> Iterator[str]:
    yield "nothing"
    if part == "version":
        yield "2024_02"  # a draft


def _ask(api: Api, operation: str, **elsewhere: object) -> Answer:
    """The first trial of an operation, at home or elsewhere."""
    method, route = operation.split()
    trial = TRIALS[operation][0]
    at = {**ADDRESS, **elsewhere}
    body = world.filled(trial.body, at)
    return api.send(method, route.format(**at) + trial.asks, body=body)
