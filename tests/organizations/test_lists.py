"""Lists of organizations over HTTP, and the history of one."""

from typing import Any

import pytest

from apps.core.services import services
from apps.organizations.models import Organization
from tests import builders
from tests.checks import fields, forged, refused, shown, turned

pytestmark = pytest.mark.django_db


@pytest.fixture
def uniprot() -> str:
    return f"organizations/{builders.organization('uniprot')}"


class TestList:
    @pytest.fixture
    def five(self) -> list[str]:
        return [builders.organization(slug) for slug in ("a", "b", "c", "d", "e")]

    def test_gives_every_row_once_forwards_and_backwards(
        self, five: list[str], stranger: Any
    ) -> None:
        forwards = turned(stranger, "organizations?limit=2")
        backwards = turned(stranger, forwards[-1]["previous"], to="previous")

        assert shown(forwards, "slug") == [["a", "b"], ["c", "d"], ["e"]]
        assert shown(backwards, "slug") == [["c", "d"], ["a", "b"]]

    def test_names_its_neighbours_in_the_link_header(self, five: list[str], stranger: Any) -> None:
        first = stranger.get("organizations", limit=2)

        assert first.headers["Link"] == f'<{first.body["next"]}>; rel="next"'
        assert first.body["next"].startswith("http://testserver/api/v1/organizations?limit=2&")

    def test_has_no_links_where_one_page_holds_all(self, five: list[str], stranger: Any) -> None:
        page = stranger.get("organizations")

        assert (page.body["next"], page.body["previous"]) == (None, None)
        assert "Link" not in page.headers

    def test_shows_fifty_unless_asked(self, stranger: Any) -> None:
        now = services.clock.now()
        Organization.objects.bulk_create(
            Organization(slug=f"org-{number}", name="Org", created_at=now, updated_at=now)
            for number in range(60)
        )

        assert len(stranger.get("organizations").body["results"]) == 50
        assert len(stranger.get("organizations", limit=1000).body["results"]) == 60

    @pytest.mark.parametrize(
        ("q", "slugs"),
        [("uni", ["uniprot"]), ("UNIPROT", ["uniprot"]), ("ribosome", ["uniprot"]), ("prot", [])],
    )
    def test_shows_those_that_mention_what_is_asked(
        self, uniprot: str, api: Any, stranger: Any, q: str, slugs: list[str]
    ) -> None:
        api.patch(f"organizations/{builders.organization('ena')}", {"name": "Archive"})
        api.patch(uniprot, {"description": "Proteins, the ribosomes among them."})

        page = stranger.get("organizations", q=q, count="true")

        assert [shown["slug"] for shown in page.body["results"]] == slugs
        assert page.body["count"] == len(slugs)

    @pytest.mark.parametrize("limit", ["0", "-1", "1001", "x", "1.5", "9" * 5000])
    def test_refuses_a_limit_out_of_bounds(self, stranger: Any, limit: str) -> None:
        answer = stranger.get("organizations", limit=limit)

        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["limit"]

    @pytest.mark.parametrize(
        "cursor",
        [
            "x", "%%%", "bnVsbA", "W10", "WyJvcmdhbml6YXRpb25zIl0", "прот",
            "WyJvcmdhbml6YXRpb25zIiwyLCJhIl0", "WyJvcmdhbml6YXRpb25zIiwwLFtdXQ",
            "WyJvcmdhbml6YXRpb25zIiwwLCJhXHUwMDAwIl0", "WyJzb3VyY2VzIiwwLCJhIl0",
        ],
    )  # fmt: skip
    def test_refuses_a_forged_cursor(self, five: list[str], stranger: Any, cursor: str) -> None:
        refused(stranger.get("organizations", cursor=cursor), 400, "request.invalid_cursor")

    def test_refuses_a_cursor_of_another_list(self, five: list[str], stranger: Any) -> None:
        for slug in ("x", "y"):
            builders.source(slug, of="a")
        foreign = stranger.get("sources", limit=1).body["next"].partition("cursor=")[2]

        refused(stranger.get("organizations", cursor=foreign), 400, "request.invalid_cursor")

    def test_suggests_the_parameter_that_was_meant(self, stranger: Any) -> None:
        answer = stranger.get("organizations", limits=5)

        refused(answer, 400, "request.unknown_parameter")
        assert "Did you mean “limit”?" in answer.body["detail"]


class TestHistory:
    def test_goes_newest_first_and_is_public(self, api: Any, uniprot: str, stranger: Any) -> None:
        api.patch(uniprot, {"name": "KB", "reason": "renamed"})

        newest, oldest = stranger.get(f"{uniprot}/audit").body["results"]

        assert (newest["action"], oldest["action"]) == (
            "update_organization", "create_organization",
        )  # fmt: skip
        assert newest["actor_label"] == "curie"
        assert newest["metadata"] == {
            "before": {"name": "UniProt"}, "after": {"name": "KB"}, "reason": "renamed",
        }  # fmt: skip

    def test_tells_no_addresses(self, api: Any, uniprot: str, stranger: Any) -> None:
        api.patch(uniprot, {"name": "KB"})

        (newest, _) = stranger.get(f"{uniprot}/audit").body["results"]

        assert set(newest) == {
            "id", "action", "user_id", "actor_label", "entity_type", "entity_id", "entity_label",
            "metadata", "request_id", "created_at",
        }  # fmt: skip
        assert "127.0.0.1" not in str(newest)

    def test_has_pages(self, api: Any, uniprot: str, stranger: Any) -> None:
        for name in ("A", "B", "C", "D"):
            api.patch(uniprot, {"name": name})

        pages = turned(stranger, f"{uniprot}/audit?limit=2")
        named = [[told["after"]["name"] for told in page] for page in shown(pages, "metadata")]
        assert named == [["D", "C"], ["B", "A"], ["UniProt"]]

    @pytest.mark.parametrize("instant", ["2020-01-01T00:00:00", "2020-01-01", "today", 5, None])
    def test_refuses_a_forged_cursor(self, uniprot: str, stranger: Any, instant: object) -> None:
        cursor = forged("history", 0, instant, "0190a5c0-1111-7000-8000-000000000000")

        answer = stranger.get(f"{uniprot}/audit", cursor=cursor)

        refused(answer, 400, "request.invalid_cursor")

    def test_is_unknown_with_its_organization(self, stranger: Any) -> None:
        refused(stranger.get("organizations/nobody/audit"), 404, "organization.not_found")
