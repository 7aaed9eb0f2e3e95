"""Versions over HTTP: addresses, codes, verbs, filters and pages."""

from typing import Any

import pytest

from tests import builders
from tests.checks import fields, refused
from tests.clients import Api
from tests.conftest import leaves_no_trace, leaves_trace, make_token

pytestmark = pytest.mark.usefixtures("sprot")

VERSIONS = "sources/uniprot/sprot/versions"


class TestPost:
    def test_answers_with_the_draft_and_where_it_is(self, api: Any) -> None:
        created = api.post(
            VERSIONS,
            {
                "external_version": "2024_01",
                "release_date": "2024-01-24",
                "release_notes": "More.",
            },
        )

        assert created.status == 201
        assert created.headers["Location"] == f"http://testserver/api/v1/{VERSIONS}/1.0.0"
        assert api.get(f"{VERSIONS}/1.0.0").body == created.body
        assert (created.body["status"], created.body["version"]) == ("draft", "1.0.0")
        assert created.body["release_date"] == created.body["effective_date"] == "2024-01-24"

    def test_needs_nothing(self, api: Any) -> None:
        assert api.post(VERSIONS).body["version"] == "1.0.0"
        assert api.post(VERSIONS, {}).body["version"] == "1.1.0"

    def test_takes_a_number(self, api: Any) -> None:
        created = api.post(VERSIONS, {"version": "4.2.1"})

        assert (created.status, created.body["version"]) == (201, "4.2.1")

    def test_says_409_for_what_is_taken(self, api: Any) -> None:
        builders.release("2024_01", number="2.0.0")

        with leaves_no_trace():
            number = api.post(VERSIONS, {"version": "2.0.0"})
            name = api.post(VERSIONS, {"external_version": "2024_01"})

        refused(number, 409, "version.duplicate_number")
        refused(name, 409, "version.duplicate_external_version")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("version", "1.2"), ("version", "v1.2.3"), ("version", 1), ("version", [1, 2, 3]),
            ("version", "1" * 41), ("version", "1.0.2147483648"),
            ("external_version", "r" * 65), ("external_version", 2024),
            ("external_version", "latest"), ("external_version", "20\n24"),
            ("external_version", "0190a5c0-1111-7000-8000-000000000000"),
            ("release_date", "2024-02-30"), ("release_date", "24.1.2024"), ("release_date", 5),
            ("release_date", "2024-01-24T00:00:00Z"), ("release_date", []),
            ("release_date", "99999-01-01"), ("release_date", "0000-01-01"),
            ("release_notes", {}), ("release_notes", "n" * 100_001), ("reason", 1),
        ],
        ids=lambda part: repr(part)[:30],
    )  # fmt: skip
    def test_says_which_field_is_wrong(self, api: Any, field: str, value: object) -> None:
        with leaves_no_trace():
            answer = api.post(VERSIONS, {field: value})

        refused(answer, 400, "request.invalid")
        assert fields(answer) == [field]

    @pytest.mark.parametrize("field", ["status", "license", "published_at", "number", "major"])
    def test_lets_nobody_set_what_the_registry_says(self, api: Any, field: str) -> None:
        with leaves_no_trace():
            answer = api.post(VERSIONS, {field: "published"})

        refused(answer, 400, "request.invalid")
        assert fields(answer) == [field]

    def test_suggests_the_field_that_was_meant(self, api: Any) -> None:
        answer = api.post(VERSIONS, {"released_date": "2024-01-24"})

        assert "Did you mean “release_date”?" in answer.body["detail"]

    def test_says_404_for_an_unknown_source(self, api: Any) -> None:
        refused(api.post("sources/uniprot/nothing/versions", {}), 404, "source.not_found")
        refused(api.post("sources/nobody/sprot/versions", {}), 404, "organization.not_found")

    def test_keeps_strangers_and_non_members_out(self, stranger: Any, person: Any) -> None:
        ada = person("ada").api

        with leaves_no_trace():
            refused(stranger.post(VERSIONS, {}), 401, "auth.required")
            refused(ada.post(VERSIONS, {}), 403, "auth.forbidden")


class TestGet:
    def test_shows_everything_to_everyone(self, stranger: Any) -> None:
        builders.release("2024_01", on="2024-01-24")

        shown = stranger.get(f"{VERSIONS}/1.0.0")

        assert shown.status == 200
        assert set(shown.body) == {
            "id", "organization", "source", "version", "external_version", "release_date",
            "seen_on", "effective_date", "date_basis", "status", "published_at", "reason",
            "superseded_by", "release_notes", "license", "size_bytes", "created_at", "updated_at",
        }  # fmt: skip
        assert (shown.body["organization"], shown.body["source"]) == ("uniprot", "sprot")
        assert shown.body["date_basis"] == "released"

    def test_answers_to_every_name_and_id(self, stranger: Any) -> None:
        builders.release("ä 2024.01", on="2024-01-24")
        by_number = stranger.get(f"{VERSIONS}/1.0.0").body
        source = stranger.get("sources/uniprot/sprot").body["id"]

        for name in ("%C3%A4%202024.01", "latest", by_number["id"]):
            assert stranger.get(f"{VERSIONS}/{name}").body == by_number
        assert stranger.get(f"sources/uniprot/{source}/versions/1.0.0").body == by_number

    def test_hides_drafts_from_strangers(self, stranger: Any, api: Any) -> None:
        builders.draft("2024_01")

        for name in ("1.0.0", "2024_01", api.get(f"{VERSIONS}/1.0.0").body["id"], "latest"):
            refused(stranger.get(f"{VERSIONS}/{name}"), 404, "version.not_found")

    def test_shows_drafts_to_members(self, person: Any) -> None:
        ada = person("ada").api
        builders.draft("2024_01")
        refused(ada.get(f"{VERSIONS}/1.0.0"), 404, "version.not_found")

        builders.member("ada", "member")

        assert ada.get(f"{VERSIONS}/1.0.0").body["status"] == "draft"

    def test_says_404_for_the_unknown(self, stranger: Any) -> None:
        refused(stranger.get(f"{VERSIONS}/9.9.9"), 404, "version.not_found")
        refused(stranger.get(f"{VERSIONS}/latest"), 404, "version.not_found")
        refused(stranger.get("sources/uniprot/x/versions/1.0.0"), 404, "source.not_found")


class TestPatch:
    def test_changes_a_draft_and_shows_it(self, api: Any) -> None:
        made = builders.draft("2024_01")

        with leaves_trace("update_version", "version.updated"):
            changed = api.patch(made.subject, {"release_notes": "More."})

        assert changed.status == 200
        assert (changed.body["version"], changed.body["release_notes"]) == ("1.0.0", "More.")
        assert api.get(made.subject).body == changed.body

    def test_leaves_the_number_that_was_given(self, api: Any) -> None:
        made = builders.draft("2024_01")

        with leaves_no_trace():
            refused(api.patch(made.subject, {"version": "3.0.0"}), 400, "request.invalid")

    def test_clears_by_null(self, api: Any) -> None:
        made = builders.draft("2024_01", on="2024-01-24", release_notes="More.")
        told = ("external_version", "release_date", "release_notes")

        changed = api.patch(made.subject, dict.fromkeys(told)).body

        assert [changed[field] for field in told] == [None, None, None]
        assert (changed["effective_date"], changed["date_basis"]) == (None, None)

    def test_writes_nothing_where_nothing_changes(self, api: Any) -> None:
        made = builders.draft("2024_01")
        before = api.get(made.subject).body

        for body in ({}, {"external_version": "2024_01"}):
            with leaves_no_trace():
                answer = api.patch(made.subject, body)
            assert (answer.status, answer.body) == (200, before)

    def test_says_409_once_it_is_published(self, api: Any) -> None:
        made = builders.release("2024_01")

        with leaves_no_trace():
            refused(api.patch(made.subject, {"release_notes": "x"}), 409, "version.not_draft")


class TestDelete:
    def test_answers_with_nothing(self, api: Any) -> None:
        made = builders.draft("2024_01")

        with leaves_trace("delete_version", "version.deleted") as row:
            answer = api.delete(made.subject, reason="a mistake")

        assert (answer.status, answer.body) == (204, b"")
        assert row.metadata["reason"] == "a mistake"
        refused(api.delete(made.subject), 404, "version.not_found")

    def test_says_409_once_it_is_published(self, api: Any) -> None:
        made = builders.release("2024_01")

        with leaves_no_trace():
            refused(api.delete(made.subject), 409, "version.not_draft")


class TestVerbs:
    def test_lead_a_version_through_its_life(self, api: Any, stranger: Any) -> None:
        made = builders.draft("2024_01")
        builders.release("2024_02")
        steps: list[tuple[str, dict[str, str], str]] = [
            ("publish", {"reason": "checked"}, "published"),
            (
                "deprecate",
                {"reason": "old", "superseded_by": "uniprot:sprot@2024_02"},
                "deprecated",
            ),
            ("yank", {"reason": "corrupt"}, "yanked"),
            ("unyank", {}, "deprecated"),
        ]

        for verb, body, status in steps:
            answer = api.post(f"{made.subject}/{verb}", body)
            assert (answer.status, answer.body["status"]) == (200, status)
            assert stranger.get(made.subject).body == answer.body
        assert (answer.body["reason"], answer.body["superseded_by"]) == (
            "old", "uniprot:sprot@1.1.0",
        )  # fmt: skip

    def test_take_every_name_of_a_version(self, api: Any) -> None:
        made = builders.release("2024_01")

        for name in ("2024_01", "latest", str(made.id)):
            assert api.post(f"{VERSIONS}/{name}/deprecate", {"reason": name}).status == 200

    @pytest.mark.parametrize("verb", ["deprecate", "yank"])
    @pytest.mark.parametrize("body", [None, {}, {"reason": None}, {"reason": ""}, {"reason": " "}])
    def test_need_a_reason_to_warn(self, api: Any, verb: str, body: Any) -> None:
        made = builders.release("2024_01")

        with leaves_no_trace():
            answer = api.post(f"{made.subject}/{verb}", body)

        refused(answer, 400, "version.reason_required")

    @pytest.mark.parametrize(
        ("status", "verb", "code"),
        [
            ("published", "publish", "already_published"),
            ("yanked", "publish", "already_published"),
            ("yanked", "deprecate", "not_published"),
            ("published", "unyank", "not_yanked"),
            ("deprecated", "unyank", "not_yanked"),
        ],
    )
    def test_say_409_from_the_wrong_state(
        self, api: Any, status: str, verb: str, code: str
    ) -> None:
        made = builders.stand(builders.release("2024_01"), status)

        with leaves_no_trace():
            refused(api.post(f"{made.subject}/{verb}", {"reason": "x"}), 409, f"version.{code}")

    @pytest.mark.parametrize(
        ("verb", "code"),
        [("deprecate", "not_published"), ("yank", "not_published"), ("unyank", "not_yanked")],
    )
    def test_say_409_for_a_draft(self, api: Any, verb: str, code: str) -> None:
        made = builders.draft("2024_01")

        with leaves_no_trace():
            refused(api.post(f"{made.subject}/{verb}", {"reason": "x"}), 409, f"version.{code}")

    @pytest.mark.parametrize("verb", ["publish", "deprecate", "yank", "unyank"])
    def test_need_a_token_that_may_publish(self, curie: Any, stranger: Any, verb: str) -> None:
        writer = Api(make_token("curie", "write"))
        made = builders.draft("2024_01")

        with leaves_no_trace():
            refused(writer.post(f"{made.subject}/{verb}"), 403, "auth.forbidden")
            refused(stranger.post(f"{made.subject}/{verb}"), 401, "auth.required")

    @pytest.mark.parametrize("verb", ["publish", "deprecate", "yank", "unyank"])
    def test_are_posts(self, api: Any, verb: str) -> None:
        answer = api.get(f"{VERSIONS}/1.0.0/{verb}")

        refused(answer, 405, "request.method_not_allowed")
        assert "POST" in answer.headers["Allow"]

    @pytest.mark.parametrize("wrong", ["sprot", "uniprot:sprot", 5, ["uniprot:sprot@1.0.0"]])
    def test_refuse_a_successor_that_is_none(self, api: Any, wrong: object) -> None:
        made = builders.release("2024_01")

        with leaves_no_trace():
            answer = api.post(
                f"{made.subject}/deprecate", {"reason": "old", "superseded_by": wrong}
            )

        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["superseded_by"]
