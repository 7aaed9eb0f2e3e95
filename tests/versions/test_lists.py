"""Lists of versions over HTTP, and the registry counted."""

from typing import Any

import pytest

from tests import builders
from tests.checks import fields, forged, refused, shown, turned

pytestmark = pytest.mark.usefixtures("sprot")

VERSIONS = "sources/uniprot/sprot/versions"


class TestList:
    def test_gives_every_row_once_forwards_and_backwards(self, api: Any) -> None:
        for day in ("2024-01-24", "2024-03-27", "2024-03-27", "2019-05-08"):
            builders.release(on=day)
        builders.draft()

        forwards = turned(api, f"{VERSIONS}?limit=2")
        backwards = turned(api, forwards[-1]["previous"], to="previous")

        assert shown(forwards, "version") == [["1.4.0", "1.2.0"], ["1.1.0", "1.0.0"], ["1.3.0"]]
        assert shown(backwards, "version") == [["1.1.0", "1.0.0"], ["1.4.0", "1.2.0"]]

    def test_shows_a_line_of_each(self, stranger: Any) -> None:
        builders.release("2024_01", on="2024-01-24")

        (line,) = stranger.get(VERSIONS).body["results"]

        assert set(line) == {
            "id", "version", "external_version", "release_date", "effective_date", "date_basis",
            "status", "published_at",
        }  # fmt: skip

    def test_hides_drafts_from_strangers(self, stranger: Any, api: Any) -> None:
        builders.draft("2024_01")

        assert stranger.get(VERSIONS).body["results"] == []
        assert stranger.get(VERSIONS, status="draft").body["results"] == []
        assert len(api.get(VERSIONS, status="draft").body["results"]) == 1

    def test_keeps_its_filter_from_page_to_page(self, stranger: Any) -> None:
        for fate in ("published", "yanked", "published", "published"):
            builders.stand(builders.release(on="2024-01-24"), fate)

        pages = turned(stranger, f"{VERSIONS}?status=published&limit=1")

        assert shown(pages, "version") == [["1.3.0"], ["1.2.0"], ["1.0.0"]]

    def test_refuses_a_status_that_is_none(self, stranger: Any) -> None:
        answer = stranger.get(VERSIONS, status="lost")

        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["status"]

    def test_suggests_the_filter_that_was_meant(self, stranger: Any) -> None:
        answer = stranger.get(VERSIONS, state="draft")

        refused(answer, 400, "request.unknown_parameter")
        assert "Did you mean “status”?" in answer.body["detail"]

    @pytest.mark.parametrize("limit", ["0", "1001", "x"])
    def test_refuses_a_limit_out_of_bounds(self, stranger: Any, limit: str) -> None:
        refused(stranger.get(VERSIONS, limit=limit), 400, "request.invalid")

    @pytest.mark.parametrize(
        "place",
        [
            ["2024-01-24", 1, 0], ["2024-01-24", 1, 0, 0, 0], ["2024-02-30", 1, 0, 0],
            ["today", 1, 0, 0], [5, 1, 0, 0], ["2024-01-24", "x", 0, 0],
            ["2024-01-24", 1.5, 0, 0], ["2024-01-24", None, 0, 0], ["2024-01-24", True, 0, 0],
        ],
    )  # fmt: skip
    def test_refuses_a_forged_cursor(self, stranger: Any, place: list[object]) -> None:
        answer = stranger.get(VERSIONS, cursor=forged("versions", 0, *place))

        refused(answer, 400, "request.invalid_cursor")

    @pytest.mark.parametrize("major", [2**31, 2**63 - 1, 2**63, -(2**63)])
    def test_starts_where_a_cursor_points_were_it_beyond_all_numbers(
        self, stranger: Any, major: int
    ) -> None:
        builders.release(on="2024-01-24")

        answer = stranger.get(VERSIONS, cursor=forged("versions", 0, "2024-01-24", major, 0, 0))

        assert answer.status == 200
        assert len(answer.body["results"]) == (major > 0)

    def test_says_404_for_an_unknown_source(self, stranger: Any) -> None:
        refused(stranger.get("sources/uniprot/nothing/versions"), 404, "source.not_found")


class TestStatistics:
    def test_count_everything_for_everyone(self, stranger: Any) -> None:
        builders.draft()
        builders.release()

        assert stranger.get("stats").body == {
            "organizations": 1, "sources": 1, "versions": 2, "published_versions": 1,
            "files": 0, "bytes": 0, "downloads": 0,
        }  # fmt: skip
