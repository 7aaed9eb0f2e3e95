"""Sources over HTTP: addresses, codes, filters and pages."""

from typing import Any

import pytest

from tests import builders
from tests.checks import fields, refused, shown, turned
from tests.clients import Api
from tests.conftest import leaves_no_trace, leaves_trace, make_token

SPROT = {
    "organization": "uniprot",
    "slug": "sprot",
    "name": "Swiss-Prot",
    "source_type": "database",
}


@pytest.fixture(autouse=True)
def _uniprot(db: None) -> None:
    builders.organization("uniprot")


@pytest.fixture
def sprot() -> str:
    return builders.source("sprot")


class TestPost:
    def test_answers_with_the_source_and_where_it_is(self, api: Any, stranger: Any) -> None:
        created = api.post("sources", {**SPROT, "tags": ["protein"], "license": "CC-BY-4.0"})

        assert created.status == 201
        assert created.headers["Location"] == "http://testserver/api/v1/sources/uniprot/sprot"
        assert stranger.get("sources/uniprot/sprot").body == created.body
        assert (created.body["tags"], created.body["license"]) == (["protein"], "CC-BY-4.0")
        assert created.body["entry_type"] == "data_source"

    def test_keeps_each_word_once_in_the_order_given(self, api: Any) -> None:
        created = api.post("sources", {**SPROT, "tags": ["b", "a", "b"], "aliases": None})

        assert (created.body["tags"], created.body["aliases"]) == (["b", "a"], [])

    def test_says_409_for_a_taken_slug(self, api: Any, sprot: str) -> None:
        with leaves_no_trace():
            answer = api.post("sources", {**SPROT, "slug": "SPROT"})

        refused(answer, 409, "source.duplicate_slug")

    @pytest.mark.parametrize("slug", ["", "swiss prot", "swiss/prot", "прот", "s" * 256])
    def test_says_400_for_a_bad_slug(self, api: Any, slug: str) -> None:
        with leaves_no_trace():
            refused(api.post("sources", {**SPROT, "slug": slug}), 400, "source.invalid_slug")

    def test_says_404_for_an_unknown_organization(self, api: Any, person: Any) -> None:
        for client in (api, person("ada").api):
            with leaves_no_trace():
                answer = client.post("sources", {**SPROT, "organization": "nobody"})
            refused(answer, 404, "organization.not_found")

    def test_says_what_is_missing(self, api: Any) -> None:
        answer = api.post("sources", {})

        refused(answer, 400, "request.invalid")
        assert sorted(fields(answer)) == ["name", "organization", "slug", "source_type"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("organization", None), ("organization", 5), ("slug", []), ("name", ""),
            ("name", "n" * 257), ("source_type", "song"), ("source_type", None),
            ("entry_type", "book"), ("entry_type", None), ("description", {}), ("external_id", 7),
            ("license", "l" * 257), ("license_note", "l" * 2001), ("tags", "protein"),
            ("tags", {"a": 1}), ("tags", [5]), ("tags", [None]), ("tags", [""]),
            ("aliases", ["a" * 257]), ("aliases", [str(number) for number in range(201)]),
            ("homepage", "uniprot.org"), ("repository_url", "git@github.com:x/y"), ("reason", 1),
        ],
        ids=lambda part: repr(part)[:30],
    )  # fmt: skip
    def test_says_which_field_is_wrong(self, api: Any, field: str, value: object) -> None:
        with leaves_no_trace():
            answer = api.post("sources", {**SPROT, field: value})

        refused(answer, 400, "request.invalid")
        assert [told.split(".")[0] for told in fields(answer)] == [field]

    @pytest.mark.parametrize(
        ("meant", "written"), [("homepage", "home_page"), ("source_type", "sourcetype")]
    )
    def test_suggests_the_field_that_was_meant(self, api: Any, meant: str, written: str) -> None:
        answer = api.post("sources", {**SPROT, written: "x"})

        refused(answer, 400, "request.invalid")
        assert fields(answer) == [written]
        assert f"Did you mean “{meant}”?" in answer.body["detail"]

    def test_keeps_strangers_and_non_members_out(self, stranger: Any, person: Any) -> None:
        ada = person("ada").api

        with leaves_no_trace():
            refused(stranger.post("sources", SPROT), 401, "auth.required")
            refused(ada.post("sources", SPROT), 403, "auth.forbidden")


class TestGet:
    def test_shows_everything_to_everyone(self, sprot: str, stranger: Any) -> None:
        shown = stranger.get(sprot)

        assert shown.status == 200
        assert set(shown.body) == {
            "id", "organization", "slug", "entry_type", "source_type", "name", "description",
            "external_id", "license", "license_note", "tags", "aliases", "homepage",
            "repository_url", "archived_at", "superseded_by", "created_at", "updated_at",
        }  # fmt: skip
        assert (shown.body["organization"], shown.body["slug"]) == ("uniprot", "sprot")

    def test_answers_to_ids_and_whatever_case(self, sprot: str, stranger: Any) -> None:
        organization = stranger.get("organizations/uniprot").body["id"]
        source = stranger.get(sprot)

        for address in (f"uniprot/{source.body['id']}", f"{organization}/sprot", "uniprot/SPROT"):
            assert stranger.get(f"sources/{address}").body == source.body

    @pytest.mark.parametrize("address", ["uniprot/nothing", "nobody/sprot", "UNIPROT/sprot"])
    def test_says_404_for_the_unknown(self, sprot: str, stranger: Any, address: str) -> None:
        refused(stranger.get(f"sources/{address}"), 404, "source.not_found")


class TestPatch:
    def test_changes_and_shows_it(self, api: Any, sprot: str) -> None:
        with leaves_trace("update_source", "source.updated"):
            changed = api.patch(sprot, {"name": "SP", "tags": ["a"]})

        assert changed.status == 200
        assert (changed.body["name"], changed.body["tags"]) == ("SP", ["a"])
        assert api.get(sprot).body == changed.body

    def test_clears_by_null(self, api: Any, sprot: str) -> None:
        builders.source("sp2")
        told = {"license": "CC0-1.0", "tags": ["a"], "superseded_by": "uniprot/sp2"}
        assert api.patch(sprot, told).body["superseded_by"] == "uniprot/sp2"

        changed = api.patch(sprot, dict.fromkeys(told))

        assert {field: changed.body[field] for field in told} == {
            "license": None, "tags": [], "superseded_by": None,
        }  # fmt: skip

    @pytest.mark.parametrize("field", ["name", "source_type", "entry_type"])
    def test_refuses_to_clear_what_must_be(self, api: Any, sprot: str, field: str) -> None:
        answer = api.patch(sprot, {field: None})

        refused(answer, 400, "request.invalid")
        assert fields(answer) == [field]

    @pytest.mark.parametrize("body", [{}, {"name": "Swiss-Prot"}, {"tags": None}])
    def test_writes_nothing_where_nothing_changes(
        self, api: Any, sprot: str, body: dict[str, Any]
    ) -> None:
        before = api.get(sprot).body

        with leaves_no_trace():
            answer = api.patch(sprot, body)

        assert (answer.status, answer.body) == (200, before)

    @pytest.mark.parametrize("field", ["slug", "organization", "archived_at", "id"])
    def test_never_changes_where_it_is(self, api: Any, sprot: str, field: str) -> None:
        answer = api.patch(sprot, {field: "other"})

        refused(answer, 400, "request.invalid")
        assert fields(answer) == [field]


class TestDelete:
    def test_answers_with_nothing(self, api: Any, sprot: str) -> None:
        with leaves_trace("delete_source", "source.deleted") as row:
            answer = api.delete(sprot, reason="a mistake")

        assert (answer.status, answer.body) == (204, b"")
        assert row.metadata["reason"] == "a mistake"
        refused(api.delete(sprot), 404, "source.not_found")

    def test_says_409_once_something_was_published(self, api: Any, sprot: str) -> None:
        builders.release("2024_01")

        with leaves_no_trace():
            refused(api.delete(sprot), 409, "source.has_published_versions")


class TestArchive:
    def test_and_back(self, api: Any, sprot: str) -> None:
        archived = api.post(f"{sprot}/archive", {"reason": "merged"})
        assert (archived.status, api.get(sprot).body) == (200, archived.body)
        assert archived.body["archived_at"] is not None

        back = api.post(f"{sprot}/unarchive")
        assert (back.status, back.body["archived_at"]) == (200, None)

    @pytest.mark.parametrize("verb", ["archive", "unarchive"])
    def test_needs_a_token_that_may_publish(self, curie: Any, sprot: str, verb: str) -> None:
        writer = Api(make_token("curie", "write"))

        with leaves_no_trace():
            refused(writer.post(f"{sprot}/{verb}"), 403, "auth.forbidden")

    @pytest.mark.parametrize("verb", ["archive", "unarchive"])
    def test_is_a_post(self, api: Any, sprot: str, verb: str) -> None:
        answer = api.get(f"{sprot}/{verb}")

        refused(answer, 405, "request.method_not_allowed")
        assert "POST" in answer.headers["Allow"]

    def test_takes_nothing_but_a_reason(self, api: Any, sprot: str) -> None:
        with leaves_no_trace():
            answer = api.post(f"{sprot}/archive", {"because": "merged"})

        refused(answer, 400, "request.invalid")


class TestList:
    def test_gives_every_row_once_forwards_and_backwards(self, stranger: Any) -> None:
        for slug in ("a", "B", "c", "d", "e"):
            builders.source(slug)

        forwards = turned(stranger, "sources?limit=2")
        backwards = turned(stranger, forwards[-1]["previous"], to="previous")

        assert shown(forwards, "slug") == [["B", "a"], ["c", "d"], ["e"]]
        assert shown(backwards, "slug") == [["c", "d"], ["B", "a"]]

    def test_keeps_its_filter_from_page_to_page(self, stranger: Any, sprot: str) -> None:
        builders.organization("expasy")
        for slug in ("a", "b", "c"):
            builders.source(slug, of="expasy")

        forwards = turned(stranger, "sources?org=expasy&limit=1")

        assert shown(forwards, "slug") == [["a"], ["b"], ["c"]]
        link = stranger.get("sources", org="expasy", limit=2).headers["Link"]
        assert "org=expasy" in link
        assert link.endswith('; rel="next"')

    def test_shows_a_line_of_each(self, stranger: Any, sprot: str) -> None:
        (line,) = stranger.get("sources").body["results"]

        assert set(line) == {
            "id", "organization", "slug", "name", "entry_type", "source_type", "license",
            "archived_at", "updated_at",
        }  # fmt: skip

    def test_says_404_for_an_unknown_organization(self, stranger: Any) -> None:
        refused(stranger.get("sources", org="nobody"), 404, "organization.not_found")

    @pytest.mark.parametrize("parameter", ["orgs", "organization_id", "offset"])
    def test_refuses_a_filter_it_does_not_know(self, stranger: Any, parameter: str) -> None:
        refused(stranger.get("sources", **{parameter: "1"}), 400, "request.unknown_parameter")

    @pytest.mark.parametrize("limit", ["0", "1001", "x"])
    def test_refuses_a_limit_out_of_bounds(self, stranger: Any, limit: str) -> None:
        refused(stranger.get("sources", limit=limit), 400, "request.invalid")

    def test_refuses_a_cursor_of_another_list(self, stranger: Any) -> None:
        builders.organization("expasy")
        foreign = stranger.get("organizations", limit=1).body["next"].partition("cursor=")[2]

        refused(stranger.get("sources", cursor=foreign), 400, "request.invalid_cursor")
