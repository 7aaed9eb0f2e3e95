"""The whole trail over HTTP: its auditors', with the addresses, narrowed by what they ask."""

from typing import Any

import pytest

from apps.audit.models import AuditLog
from apps.organizations.commands import delete_organization
from tests import builders
from tests.clients import Api
from tests.core.test_http import assert_problem


@pytest.fixture
def busy(db: None, person: Any) -> Any:
    """An auditor, after some work of others: two organizations, one whose name begins so too."""
    person("ada", groups=["curator"]).api.post("organizations", {"slug": "go", "name": "GO"})
    builders.organization("goa")
    builders.source("terms", of="go")
    builders.source("terms-old", of="go")
    builders.release("2024_01", of="go/terms")
    builders.source("terms", of="goa")
    return person("audrey", groups=["auditor"]).api


def _labels(api: Api, **asked: Any) -> set[str]:
    return {row["entity_label"] for row in api.get("audit", **asked).body["results"]}


def test_an_auditor_sees_from_where_it_was_done_and_by_which_token(busy: Api) -> None:
    (row,) = busy.get("audit", actor="ada").body["results"]
    assert (row["action"], row["entity_label"]) == ("create_organization", "go")
    assert (row["ip_address"], row["token_id"] is not None) == ("127.0.0.1", True)
    assert set(row) == {
        "id", "action", "user_id", "actor_label", "entity_type", "entity_id", "entity_label",
        "metadata", "request_id", "created_at", "token_id", "ip_address", "user_agent",
        "leaf_index", "tree_size",
    }  # fmt: skip


def test_an_organization_is_it_and_what_is_in_it_and_no_other(busy: Api) -> None:
    found = _labels(busy, organization="go")
    assert {"go", "go/terms", "go/terms-old"} < found
    assert all(label == "go" or label.startswith("go/") for label in found)
    assert _labels(busy, organization="goa") == {"goa", "goa/terms"}
    assert _labels(busy, organization="g") == set()


def test_a_source_is_it_and_its_versions_and_no_other(busy: Api) -> None:
    found = _labels(busy, source="go/terms")
    assert len(found) == 2
    assert all(label == "go/terms" or label.startswith("go/terms@") for label in found)
    assert _labels(busy, source="go/terms-old") == {"go/terms-old"}


def test_what_is_deleted_is_found_by_its_name_and_by_its_id(busy: Api) -> None:
    builders.organization("gone")
    delete_organization(actor=builders.anybody("registry"), organization="gone")
    rows = busy.get("audit", organization="gone").body["results"]
    assert [row["action"] for row in rows] == ["delete_organization", "create_organization"]
    assert busy.get("audit", entity_id=rows[0]["entity_id"]).body["results"] == rows


def test_filters_go_together_and_can_be_counted(busy: Api) -> None:
    asked = {"organization": "go", "action": "create_source", "entity_type": "source"}
    assert busy.get("audit", **asked, count="true", limit=1).body["count"] == 2
    whole = busy.get("audit").body["results"]
    middle = whole[len(whole) // 2]
    first = busy.get("audit", since=middle["created_at"]).body["results"]
    assert first + busy.get("audit", until=middle["created_at"]).body["results"] == whole
    assert middle in first
    by_request = busy.get("audit", request_id=middle["request_id"]).body["results"]
    assert middle in by_request
    assert {row["request_id"] for row in by_request} == {middle["request_id"]}


@pytest.mark.parametrize(
    "asked",
    [
        {"action": "conquer_world"}, {"entity_type": "planet"}, {"entity_id": "7"},
        {"since": "yesterday"}, {"request_id": "*"}, {"page": "2"},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(busy: Api, asked: dict[str, str]) -> None:
    answer = busy.get("audit", **asked)
    known = "page" not in asked
    assert_problem(answer, 400, "request.invalid" if known else "request.unknown_parameter")


def test_nobody_else_is_told_anything(busy: Api, person: Any, stranger: Api) -> None:
    assert_problem(stranger.get("audit"), 401, "auth.required")
    assert_problem(person("eve", groups=["curator"]).api.get("audit"), 403, "auth.forbidden")
    assert AuditLog.objects.exists()
