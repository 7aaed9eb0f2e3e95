"""Organizations over HTTP: addresses, codes, pages, and what a bad request is told."""

from typing import Any

import pytest

from apps.core.services import services
from apps.organizations.models import Organization
from tests import builders
from tests.checks import fields, forged, refused, shown, turned
from tests.clients import Api
from tests.conftest import leaves_no_trace, leaves_trace, make_token

pytestmark = pytest.mark.django_db

TRIGGER = {"change_type": "removed", "category": "protein"}
UNIPROT = {"slug": "uniprot", "name": "UniProt"}


@pytest.fixture
def uniprot() -> str:
    return f"organizations/{builders.organization('uniprot')}"


class TestPost:
    def test_answers_with_the_organization_and_where_it_is(self, api: Any, stranger: Any) -> None:
        created = api.post("organizations", {**UNIPROT, "website": "https://www.uniprot.org"})

        assert created.status == 201
        assert created.headers["Location"] == "http://testserver/api/v1/organizations/uniprot"
        assert stranger.get("organizations/uniprot").body == created.body
        assert created.body["website"] == "https://www.uniprot.org"

    def test_builds_addresses_from_the_public_url(self, api: Any, settings: Any) -> None:
        settings.PUBLIC_URL = "https://bdp.example.org"

        created = api.post("organizations", UNIPROT)

        address = "https://bdp.example.org/api/v1/organizations/uniprot"
        assert created.headers["Location"] == address

    def test_records_the_token_and_the_request(self, api: Any) -> None:
        with leaves_trace("create_organization", "organization.created") as row:
            created = api.post("organizations", {**UNIPROT, "reason": "asked for"})

        assert row.token_id is not None
        assert str(row.request_id) == created.headers["X-Request-ID"]
        assert row.metadata["reason"] == "asked for"

    def test_takes_a_versioning_strategy(self, api: Any) -> None:
        strategy = {
            "major_triggers": [TRIGGER],
            "minor_triggers": [{"change_type": "added", "category": "*"}],
            "default_bump": "minor",
            "cascade_on_major": True,
        }

        created = api.post("organizations", {**UNIPROT, "versioning_strategy": strategy})

        assert created.body["versioning_strategy"] == strategy

    def test_says_409_for_a_taken_slug(self, api: Any, uniprot: str) -> None:
        with leaves_no_trace():
            refused(api.post("organizations", UNIPROT), 409, "organization.duplicate_slug")

    @pytest.mark.parametrize("slug", ["", "Uni Prot", "uni/prot", "прот", "u" * 101, "docs"])
    def test_says_400_for_a_bad_slug(self, api: Any, slug: str) -> None:
        with leaves_no_trace():
            answer = api.post("organizations", {"slug": slug, "name": "UniProt"})

        refused(answer, 400, "organization.invalid_slug")

    @pytest.mark.parametrize("name", ["", "n" * 257])
    def test_says_400_for_a_bad_name(self, api: Any, name: str) -> None:
        answer = api.post("organizations", {"slug": "uniprot", "name": name})

        refused(answer, 400, "organization.invalid_name")

    def test_says_what_is_missing(self, api: Any) -> None:
        answer = api.post("organizations", {})

        refused(answer, 400, "request.invalid")
        assert sorted(fields(answer)) == ["name", "slug"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("slug", 5), ("slug", None), ("slug", ["uniprot"]), ("name", {}), ("name", True),
            ("description", 1.5), ("website", "ftp://uniprot.org"), ("website", 5),
            ("website", f"https://example.org/{'x' * 2000}"), ("logo_url", "logo"),
            ("contact_email", "nobody"), ("license", "l" * 257), ("citation", []),
            ("version_scheme", "lunar"), ("version_scheme", None), ("version_scheme", []),
            ("versioning_strategy", []), ("versioning_strategy", {"default_bump": "huge"}),
            ("versioning_strategy", {"unheard_of": 1}),
            ("versioning_strategy", {"major_triggers": [{"change_type": "removed"}]}),
            ("versioning_strategy", {"minor_triggers": [{**TRIGGER, "unheard_of": 1}]}),
            ("is_system", "yes"), ("is_system", 1), ("is_system", None), ("reason", 5),
            ("reason", "r" * 2001),
        ],
        ids=lambda part: repr(part)[:40],
    )  # fmt: skip
    def test_says_which_field_is_wrong(self, api: Any, field: str, value: object) -> None:
        with leaves_no_trace():
            answer = api.post("organizations", {**UNIPROT, field: value})

        refused(answer, 400, "request.invalid")
        assert [told.split(".")[0] for told in fields(answer)] == [field]

    def test_suggests_the_field_that_was_meant(self, api: Any) -> None:
        with leaves_no_trace():
            answer = api.post("organizations", {**UNIPROT, "licence": "CC0-1.0"})

        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["licence"]
        assert "Did you mean “license”?" in answer.body["detail"]

    def test_takes_no_parameters(self, api: Any) -> None:
        answer = api.post("organizations?dry_run=true", UNIPROT)

        refused(answer, 400, "request.unknown_parameter")

    def test_keeps_strangers_and_the_many_out(self, person: Any, stranger: Any) -> None:
        with leaves_no_trace():
            answer = stranger.post("organizations", UNIPROT)
        refused(answer, 401, "auth.required")
        assert answer.headers["WWW-Authenticate"] == "Bearer"

        ada = person("ada")
        with leaves_no_trace():
            refused(ada.api.post("organizations", UNIPROT), 403, "auth.forbidden")

    def test_says_403_for_a_token_made_for_less(self, curie: Any) -> None:
        reader = Api(make_token("curie", "read"))

        with leaves_no_trace():
            refused(reader.post("organizations", UNIPROT), 403, "auth.forbidden")


class TestGet:
    def test_shows_everything_to_everyone(self, uniprot: str, stranger: Any) -> None:
        shown = stranger.get(uniprot)

        assert shown.status == 200
        assert set(shown.body) == {
            "id", "slug", "name", "description", "website", "logo_url", "contact_email",
            "documentation_url", "data_source_url", "license", "citation", "version_scheme",
            "versioning_strategy", "is_system", "created_at", "updated_at",
        }  # fmt: skip
        assert shown.body["created_at"].endswith("Z")
        assert shown.body["description"] is None

    def test_answers_to_the_id(self, uniprot: str, stranger: Any) -> None:
        by_slug = stranger.get(uniprot)

        assert stranger.get(f"organizations/{by_slug.body['id']}").body == by_slug.body

    @pytest.mark.parametrize(
        "reference",
        ["nobody", "UNIPROT", "прот", "u" * 5000, "%27", "%ff%fe", "0190a5c0-1111-7000-8000-0"],
    )
    def test_says_404_for_the_unknown(self, uniprot: str, stranger: Any, reference: str) -> None:
        refused(stranger.get(f"organizations/{reference}"), 404, "organization.not_found")

    @pytest.mark.parametrize("path", ["uni%00prot", "uniprot/audit?cursor=%00", "?cursor=%ff"])
    def test_says_400_for_what_no_text_can_hold(self, stranger: Any, path: str) -> None:
        refused(stranger.get(f"organizations/{path}"), 400, "request.invalid")

    def test_suggests_no_parameter_where_none_is(self, uniprot: str, stranger: Any) -> None:
        refused(stranger.get(uniprot, verbose="1"), 400, "request.unknown_parameter")


class TestPatch:
    def test_changes_and_shows_it(self, api: Any, uniprot: str) -> None:
        with leaves_trace("update_organization", "organization.updated"):
            changed = api.patch(uniprot, {"name": "KB", "license": "CC0-1.0"})

        assert changed.status == 200
        assert (changed.body["name"], changed.body["license"]) == ("KB", "CC0-1.0")
        assert api.get(uniprot).body == changed.body

    @pytest.mark.parametrize("nothing", [None, ""], ids=["null", "blank"])
    def test_clears_what_may_be_empty(self, api: Any, uniprot: str, nothing: str | None) -> None:
        api.patch(uniprot, {"description": "Proteins", "website": "https://www.uniprot.org"})

        changed = api.patch(uniprot, {"description": nothing, "website": nothing})

        assert (changed.body["description"], changed.body["website"]) == (None, None)

    def test_refuses_to_clear_the_name(self, api: Any, uniprot: str) -> None:
        with leaves_no_trace():
            answer = api.patch(uniprot, {"name": None})

        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["name"]

    @pytest.mark.parametrize("body", [{}, None, {"name": "UniProt"}, {"reason": "none"}])
    def test_writes_nothing_where_nothing_changes(
        self, api: Any, uniprot: str, body: dict[str, Any] | None
    ) -> None:
        before = api.get(uniprot).body

        with leaves_no_trace():
            answer = api.patch(uniprot, body)

        assert (answer.status, answer.body) == (200, before)

    def test_never_changes_a_slug(self, api: Any, uniprot: str) -> None:
        answer = api.patch(uniprot, {"slug": "other"})

        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["slug"]

    def test_does_not_know_rather_than_forbid(self, person: Any, uniprot: str) -> None:
        ada = person("ada").api

        refused(ada.patch("organizations/nobody", {}), 404, "organization.not_found")
        refused(ada.patch(uniprot, {}), 403, "auth.forbidden")


class TestDelete:
    def test_answers_with_nothing(self, api: Any, uniprot: str) -> None:
        with leaves_trace("delete_organization", "organization.deleted") as row:
            answer = api.delete(uniprot, reason="a mistake")

        assert (answer.status, answer.body) == (204, b"")
        assert row.metadata["reason"] == "a mistake"
        refused(api.get(uniprot), 404, "organization.not_found")
        refused(api.delete(uniprot), 404, "organization.not_found")

    def test_says_403_for_a_system_organization(self, api: Any) -> None:
        builders.organization("bdp", is_system=True)

        with leaves_no_trace():
            refused(api.delete("organizations/bdp"), 403, "organization.system")

    def test_says_409_while_there_are_sources(self, api: Any, uniprot: str) -> None:
        builders.source("sprot")

        with leaves_no_trace():
            refused(api.delete(uniprot), 409, "organization.has_sources")


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
