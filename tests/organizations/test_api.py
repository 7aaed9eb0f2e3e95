"""Organizations over HTTP: addresses, codes, pages, and what a bad request is told."""

from typing import Any

import pytest

from tests import builders
from tests.checks import fields, refused
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
