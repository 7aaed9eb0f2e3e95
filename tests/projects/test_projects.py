"""Projects over HTTP: whose they are, who sees them, what may change."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from apps.audit.models import AuditLog
from apps.organizations.commands import delete_organization
from apps.projects.commands import create_project, lock_project, update_project
from apps.projects.errors import ProjectNotFound
from apps.projects.models import Pin, Project, ProjectLock
from apps.projects.queries import get_project
from tests import builders
from tests.builders import BUILDER, STRANGER
from tests.checks import refused
from tests.clients import Api
from tests.conftest import leaves_no_trace, leaves_trace, make_token
from tests.events.told import settle
from tests.projects.lab import Lab


def test_a_new_project_stands_where_its_location_says(lab: SimpleNamespace) -> None:
    told = {"name": "Screen-2026", "organization": "lab", "description": "Kinases.", "watch": True}

    made = lab.maintainer.api.post("projects", told)

    assert made.status == 201
    assert made.headers["Location"] == "http://testserver/api/v1/projects/lab/Screen-2026"
    assert (made.body["owner"], made.body["watch"], made.body["locked_at"]) == ("lab", True, None)
    at_home = lab.member.api.get("projects/lab/screen-2026")
    by_id = lab.member.api.get(f"projects/lab/{made.body['id']}")
    assert at_home.body == by_id.body == made.body


def test_its_event_carries_whose_it_is_and_since_when(lab: SimpleNamespace) -> None:
    with leaves_trace("create_project", "project.created") as row:
        made = lab.stranger.api.post("projects", {"name": "mine", "reason": "a thesis"})

    data = row.event.data
    assert row.event.subject == "projects/@stranger/mine"
    assert (data["project_id"], data["name"]) == (made.body["id"], "mine")
    assert data["owner_id"] == str(lab.stranger.id)
    assert data["created_at"] == made.body["created_at"]
    assert data["resource"] == made.body
    assert row.metadata["reason"] == "a thesis"


def test_a_person_works_alone(lab: SimpleNamespace) -> None:
    mine = lab.stranger.api
    assert mine.post("projects", {"name": "mine"}).body["owner"] == "@stranger"

    assert mine.send("PUT", "projects/@stranger/mine/manifest", body={"sources": ["lab:reads"]})
    assert mine.send("PUT", "projects/@stranger/mine/lock", body={}).status == 200
    assert mine.post("projects/@stranger/mine/reconcile", {}).body["in_sync"] is True
    assert [each["name"] for each in mine.get("projects").body["results"]] == ["mine"]
    refused(lab.owner.api.get("projects/@stranger/mine"), 404, "project.not_found")
    answer = lab.owner.api.patch("projects/@stranger/mine", {"watch": True})
    refused(answer, 403, "auth.forbidden")
    assert answer.body["detail"] == "owner may not do this: it takes “@stranger” in person."


@pytest.mark.parametrize("groups", [["curator"], ["auditor"]])
def test_who_looks_after_all_sees_what_a_person_works_on(
    lab: SimpleNamespace, person: Any, groups: list[str]
) -> None:
    lab.stranger.api.post("projects", {"name": "mine"})
    ada = person("ada", groups=groups)

    assert ada.api.get("projects/@stranger/mine").status == 200
    assert len(ada.api.get("projects").body["results"]) == 1


def test_a_list_has_what_one_may_see(lab: SimpleNamespace, api: Api) -> None:
    Lab(lab.maintainer.api, "one", watch=True)
    Lab(lab.owner.api, "two")
    lab.member.api.post("projects", {"name": "own"})

    def names(client: Api, **asked: str) -> list[str]:
        return [each["name"] for each in client.get("projects", **asked).body["results"]]

    assert names(lab.member.api) == ["own", "one", "two"]
    assert names(lab.owner.api) == ["one", "two"]
    assert names(lab.stranger.api) == []
    assert names(api) == ["own", "one", "two"]
    assert names(lab.member.api, owner="lab", watch="true") == ["one"]
    assert names(lab.stranger.api, owner="lab") == []
    bound = Api(make_token("member", "read", organization="lab"))
    assert names(bound) == ["one", "two"]
    refused(Api().get("projects"), 401, "auth.required")


@pytest.mark.parametrize(
    "name", ["", ".", "..", "two words", "a/b", "β-barrel", "-x", "x" * 101, "a\tb", "../x",
             "00000000-0000-7000-8000-000000000000"],
)  # fmt: skip
def test_an_odd_name_is_refused_in_a_sentence(lab: SimpleNamespace, name: str) -> None:
    with leaves_no_trace():
        answer = lab.owner.api.post("projects", {"name": name, "organization": "lab"})

    refused(answer, 400, "project.invalid_name")
    assert "letter or digit first" in answer.body["detail"]


@pytest.mark.parametrize("name", ["a" * 100, "0", "v1.2_final-b", "LAB"])
def test_a_usual_name_is_taken(lab: SimpleNamespace, name: str) -> None:
    assert lab.owner.api.post("projects", {"name": name, "organization": "lab"}).status == 201


def test_a_name_is_free_once_among_its_owners(screen: Lab, lab: SimpleNamespace) -> None:
    again = lab.owner.api.post("projects", {"name": "SCREEN", "organization": "lab"})
    refused(again, 409, "project.duplicate_name")
    assert lab.owner.api.post("projects", {"name": "screen"}).status == 201


def test_what_it_is_about_changes_and_an_empty_change_is_none(
    screen: Lab, lab: SimpleNamespace
) -> None:
    with leaves_trace("update_project", "project.updated") as row:
        told = screen.api.patch(screen.path, {"description": "Kinases.", "watch": True})
    assert (told.body["description"], told.body["watch"]) == ("Kinases.", True)
    assert row.metadata["before"] == {"description": None, "watch": False}

    with leaves_no_trace():
        assert screen.api.patch(screen.path, {}).status == 200
        assert screen.api.patch(screen.path, {"watch": True}).status == 200
        refused(lab.member.api.patch(screen.path, {"watch": False}), 403, "auth.forbidden")
        refused(screen.api.patch(screen.path, {"name": "other"}), 400, "request.invalid")
    assert screen.api.patch(screen.path, {"description": None}).body["description"] is None


def test_who_comes_second_is_told(screen: Lab) -> None:
    seen = screen.api.get(screen.path).headers["ETag"]
    screen.api.patch(screen.path, {"description": "Kinases."})

    answer = screen.api.send("PATCH", screen.path, body={"watch": True}, if_match=seen)

    refused(answer, 412, "request.precondition_failed")


def test_a_project_ends_with_all_that_it_had(screen: Lab) -> None:
    screen.locks("lab:reads").reconcile()

    with leaves_trace("delete_project", "project.deleted") as row:
        assert screen.api.delete(screen.path, reason="done").status == 204

    assert row.metadata["before"]["manifest"]["sources"] == ["lab:reads"]
    refused(screen.api.get(screen.path), 404, "project.not_found")
    assert not any(table.objects.exists() for table in (Project, ProjectLock, Pin))


def test_an_organization_does_not_go_under_its_projects(lab: SimpleNamespace, api: Api) -> None:
    builders.organization("empty")
    api.post("projects", {"name": "left", "organization": "empty"})

    with leaves_no_trace():
        answer = api.delete("organizations/empty")
    refused(answer, 409, "organization.has_projects")

    assert api.delete("projects/empty/left").status == 204
    delete_organization(actor=BUILDER, organization="empty")
    refused(api.get("projects/empty/left"), 404, "organization.not_found")


def test_its_history_tells_who_did_what(screen: Lab, lab: SimpleNamespace) -> None:
    screen.locks("lab:reads").reconcile()

    told = lab.member.api.get(f"{screen.path}/audit").body["results"]

    assert [row["action"] for row in told] == [
        "reconcile_project", "lock_project", "update_project", "create_project",
    ]  # fmt: skip
    assert {row["entity_label"] for row in told} == {"lab/screen"}


def test_the_registry_may_begin_a_project_for_somebody(lab: SimpleNamespace) -> None:
    made = create_project(actor=BUILDER, owner="@member", name="gift")
    assert Project.objects.get(pk=made.id).user_id == lab.member.id
    assert get_project("@member", "gift", actor=BUILDER).name == "gift"
    with pytest.raises(ProjectNotFound):
        lock_project(actor=BUILDER, owner="@nobody", name="gift")


def test_an_address_that_was_given_stays(screen: Lab) -> None:
    with (
        pytest.raises(IntegrityError, match="An address, once given, stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE projects_project SET name = 'other'")


def test_a_project_of_one_is_unknown_to_strangers(screen: Lab, lab: SimpleNamespace) -> None:
    for path in ("", "/manifest", "/lock", "/locks", "/reconciliations", "/audit"):
        hidden = lab.stranger.api.get(f"{screen.path}{path}")
        missing = lab.stranger.api.get(f"projects/lab/nothing{path}")
        refused(hidden, 404, "project.not_found")
        assert hidden.body["detail"].replace("screen", "nothing") == missing.body["detail"]
        refused(Api().get(f"{screen.path}{path}"), 401, "auth.required")
    bound = Api(make_token("maintainer", "write", source="lab/reads"))
    refused(bound.get(screen.path), 404, "project.not_found")
    refused(bound.patch(screen.path, {"watch": True}), 403, "auth.forbidden")
    settle()
    told = bound.get("events", subject="projects").body["results"]
    assert told == []
    assert lab.maintainer.api.get("events", subject="projects").body["results"]


def test_nothing_is_written_by_whom_the_policy_does_not_let(lab: SimpleNamespace) -> None:
    rows = AuditLog.objects.count()
    with pytest.raises(Exception, match="Sign in"):
        update_project(actor=STRANGER, owner="lab", name="screen", watch=True)
    assert AuditLog.objects.count() == rows
