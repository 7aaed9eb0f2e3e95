"""Who one is, and what one may: told by the policy itself, with the reason."""

from typing import Any

import pytest

from apps.audit.policy import CURATORS
from tests.builders import member, organization, person, source
from tests.clients import Api
from tests.conftest import make_token


@pytest.fixture
def ada(db: None) -> str:
    """A maintainer of uniprot, where there is a source; there is another organization too."""
    organization()
    organization("ncbi")
    source()
    source("refseq", of="ncbi")
    person("ada")
    member("ada", "maintainer")
    return "ada"


def _told(api: Api, on: str | None = None) -> dict[str, Any]:
    answer = api.get("me/permissions", **({"on": on} if on else {}))
    assert (answer.status, answer.body["on"]) == (200, on)
    return {each["action"]: each for each in answer.body["permissions"]}


def test_one_is_told_who_one_is_and_by_which_token(ada: str) -> None:
    told = Api(make_token("ada", "publish", organization="uniprot", name="nightly")).get("me").body
    assert told["username"] == "ada"
    assert (told["groups"], told["organizations"]) == ([], ["uniprot"])
    assert (told["token"]["name"], told["token"]["scopes"]) == ("nightly", ["publish"])


def test_a_stranger_is_nobody_but_is_told_what_strangers_may(db: None) -> None:
    assert Api().get("me").status == 401
    told = _told(Api())
    assert [action for action, each in told.items() if each["allowed"]] == ["read"]
    assert "Sign in" in told["create_organization"]["why"]


def test_a_role_is_the_reason_why(ada: str) -> None:
    told = _told(Api(make_token("ada")), "uniprot/sprot")
    assert told["publish"]["allowed"]
    assert told["publish"]["why"] == (
        "ada may, as maintainer there, and this token was made for “admin”."
    )
    there = _told(Api(make_token("ada")), "uniprot")["keep_organization"]
    assert not there["allowed"]
    assert there["why"] == "ada may not do this: it takes an owner of “uniprot”."


def test_a_token_is_the_reason_why_not(ada: str) -> None:
    reader = _told(Api(make_token("ada", "read")), "uniprot")
    assert reader["publish"]["why"] == "This token may not do this: it takes the scope “publish”."
    person("eve", groups=[CURATORS])
    bound = Api(make_token("eve", organization="uniprot"))
    assert _told(bound, "uniprot")["keep_sources"]["allowed"]
    assert "made for one organization" in _told(bound, "ncbi")["keep_sources"]["why"]
    narrow = Api(make_token("eve", source="uniprot/sprot"))
    assert _told(narrow, "uniprot/sprot")["keep_sources"]["allowed"]
    assert "made for one source" in _told(narrow, "uniprot")["keep_sources"]["why"]
    assert not _told(narrow, "ncbi/refseq")["see_drafts"]["allowed"]


def test_a_group_is_a_reason_too(ada: str) -> None:
    person("eve", groups=[CURATORS])
    told = _told(Api(make_token("eve")), "ncbi")
    assert told["keep_organization"]["why"].startswith("eve may, as curator of the registry")


def test_projects_of_ones_own_are_ones_own_and_nobody_elses(ada: str) -> None:
    api = Api(make_token("ada"))
    assert all(each["allowed"] for each in _told(api, "@ada/screen").values())
    assert (
        _told(api, "@eve")["keep_projects"]["why"]
        == ("ada may not do this: it takes @eve in person.")
        or "in person" in _told(api, "@eve")["keep_projects"]["why"]
    )


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("nowhere", "organization.not_found"),
        ("nowhere/sprot", "organization.not_found"),
        ("uniprot/nothing", "source.not_found"),
    ],
)
def test_what_is_not_there_is_not_found(ada: str, on: str, code: str) -> None:
    answer = Api(make_token("ada")).get("me/permissions", on=on)
    assert (answer.status, answer.body["code"]) == (404, code)
