"""Members over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.clients import Api

MEMBERS = "organizations/uniprot/members"
OWNER = {"role": "owner", "reason": "asked"}


@pytest.fixture(autouse=True)
def uniprot(api: Api) -> None:
    api.post("organizations", {"slug": "uniprot", "name": "UniProt"})


def test_a_role_is_given_changed_read_and_taken(api: Api, person: Callable[..., Any]) -> None:
    person("ada")
    given = api.send("PUT", f"{MEMBERS}/ada", body={"role": "member", "reason": "joined"})
    assert (given.status, given.body["role"]) == (200, "member")
    changed = api.send("PUT", f"{MEMBERS}/ada", body={"role": "maintainer"})
    assert api.get(f"{MEMBERS}/ada").body == changed.body
    assert api.get(MEMBERS, count="true").body["count"] == 1

    assert api.delete(f"{MEMBERS}/ada", reason="left").status == 204

    assert api.get(f"{MEMBERS}/ada").body["code"] == "organization.member_not_found"
    history = api.get("organizations/uniprot/audit").body["results"]
    assert [row["action"] for row in history[:3]] == ["remove_member", "set_member", "set_member"]
    assert history[0]["metadata"]["reason"] == "left"


def test_after_removal_a_person_can_do_what_a_stranger_can(
    api: Api, person: Callable[..., Any]
) -> None:
    ada = person("ada")
    api.send("PUT", f"{MEMBERS}/ada", body={"role": "owner"})
    api.send("PUT", f"{MEMBERS}/{person('bob').actor.label}", body=OWNER)
    source = {"organization": "uniprot", "slug": "sp", "name": "SP", "source_type": "database"}
    assert ada.api.post("sources", source).status == 201
    assert ada.api.post("sources/uniprot/sp/versions", {}).status == 201

    assert api.delete(f"{MEMBERS}/ada").body["code"] == "request.reason_required"
    assert api.delete(f"{MEMBERS}/ada", reason="left").status == 204

    assert ada.api.patch("organizations/uniprot", {"name": "X"}).status == 403
    assert ada.api.post("sources", {**source, "slug": "x"}).status == 403
    assert ada.api.get("sources/uniprot/sp/versions/1.0.0").status == 404
    assert ada.api.get("sources/uniprot/sp/versions").body["results"] == []
    assert ada.api.send("PUT", f"{MEMBERS}/ada", body={"role": "owner"}).status == 403


@pytest.mark.parametrize("body", [{}, {"role": "king"}, {"role": None}, {"rank": "owner"}])
def test_an_unknown_role_is_refused(api: Api, person: Callable[..., Any], body: Any) -> None:
    person("ada")

    assert api.send("PUT", f"{MEMBERS}/ada", body=body).status == 400


def test_statistics_count_drafts_for_those_who_see_them(api: Api, stranger: Api) -> None:
    source = {"organization": "uniprot", "slug": "sp", "name": "SP", "source_type": "database"}
    api.post("sources", source)
    api.post("sources/uniprot/sp/versions", {"external_version": "1"})
    published = api.post("sources/uniprot/sp/versions/1/publish").body
    api.post("sources/uniprot/sp/versions", {"external_version": "2"})

    seen = stranger.get("organizations/uniprot/statistics").body

    assert seen == {
        "sources": {"total": 1, "by_type": {"database": 1}},
        "versions": {"total": 1, "by_status": {"published": 1}},
        "files": 0,
        "bytes": 0,
        "downloads": 0,
        "last_published_at": published["published_at"],
    }
    assert api.get("organizations/uniprot/statistics").body["versions"]["by_status"] == {
        "draft": 1,
        "published": 1,
    }


def test_the_registrys_own_organizations_can_be_listed_apart(api: Api) -> None:
    api.post("organizations", {"slug": "bdp", "name": "BDP", "is_system": True})

    own = api.get("organizations", is_system="true").body["results"]
    assert [organization["slug"] for organization in own] == ["bdp"]
    assert api.get("organizations", is_system="1").status == 400
