"""What versions changed, over HTTP: of releases the members, of proteins the fields."""

from typing import Any

import pytest

from tests import builders
from tests.biology.conftest import ALPHA, SWISSPROT, told_members
from tests.checks import fields, forged, refused, shown, turned
from tests.clients import Answer, Api
from tests.releases import ingest


def told(answer: Answer) -> list[tuple[Any, ...]]:
    assert answer.status == 200, answer.body
    names = ("change_type", "category", "source", "before", "after")
    return [tuple(row[name] for name in names) for row in answer.body["results"]]


def in_a_row(pages: list[Any]) -> list[str]:
    return [row["category"] for page in pages for row in page["results"]]


SECOND = [
    ("modified", "sequence", "uniprot/P00001", "1.0.0", "2.0.0"),
    ("modified", "annotation", "uniprot/P00002", "1.0.0", "1.1.0"),
    ("removed", "protein", "uniprot/P00003", "1.0.0", None),
    ("added", "protein", "uniprot/P00004", None, "1.0.0"),
]
FIRST_TO_THIRD = [
    ("modified", "sequence", "uniprot/P00001", "1.0.0", "2.0.0"),
    ("modified", "annotation", "uniprot/P00002", "1.0.0", "1.2.0"),
    ("removed", "protein", "uniprot/P00003", "1.0.0", None),
]
BACK = [
    ("modified", "sequence", "uniprot/P00001", "2.0.0", "1.0.0"),
    ("modified", "annotation", "uniprot/P00002", "1.1.0", "1.0.0"),
    ("added", "protein", "uniprot/P00003", None, "1.0.0"),
    ("removed", "protein", "uniprot/P00004", "1.0.0", None),
]


@pytest.mark.usefixtures("three_releases")
class TestOfReleases:
    def test_the_first_added_all_its_members(self, stranger: Api) -> None:
        changes = told(stranger.get(f"{SWISSPROT}/versions/2026_01/changes"))
        assert changes == [
            ("added", "protein", f"uniprot/P0000{n}", None, "1.0.0") for n in (1, 2, 3)
        ]
        asked = {"change_type": "removed", "count": "true"}
        none = stranger.get(f"{SWISSPROT}/versions/2026_01/changes", **asked)
        assert (none.body["results"], none.body["count"]) == ([], 0)

    def test_the_next_changed_what_differs_from_the_one_before(self, stranger: Api) -> None:
        assert told(stranger.get(f"{SWISSPROT}/versions/2026_02/changes")) == SECOND

    @pytest.mark.parametrize("kind", ["added", "removed", "modified", "schema"])
    def test_are_narrowed_to_a_type_and_counted(self, stranger: Api, kind: str) -> None:
        path = f"{SWISSPROT}/versions/2026_02/changes"
        answer = stranger.get(path, change_type=kind, count="true")
        wanted = [row for row in SECOND if row[0] == kind]
        assert (told(answer), answer.body["count"]) == (wanted, len(wanted))

    @pytest.mark.parametrize("release", ["2026_01", "2026_02"])
    def test_come_page_by_page_both_ways(self, stranger: Api, release: str) -> None:
        path = f"/api/v1/{SWISSPROT}/versions/{release}/changes"
        (everything,) = shown(turned(stranger, path), "source")
        pages = turned(stranger, f"{path}?limit=1")
        assert shown(pages, "source") == [[source] for source in everything]
        back = turned(stranger, pages[-1]["previous"], "previous")
        assert shown(back, "source") == [[source] for source in everything[-2::-1]]

    def test_are_summed_up_in_the_changelog(self, stranger: Api) -> None:
        changelog = stranger.get(f"{SWISSPROT}/versions/2.0.0/changelog").body
        assert (changelog["bump"], changelog["triggered_by"]) == ("major", "modified sequence")
        assert changelog["summary"] == {
            "before": 3, "after": 3, "added": 1, "removed": 1, "modified": 2,
        }  # fmt: skip
        counts = {(e["change_type"], e["category"]): e["count"] for e in changelog["entries"]}
        assert counts == {(row[0], row[1]): 1 for row in SECOND}

    def test_of_a_diff_leave_out_what_came_and_went_between(self, stranger: Api) -> None:
        asked = {"from": "2026_01", "to": "2026_03"}
        assert told(stranger.get(f"{SWISSPROT}/diff", **asked)) == FIRST_TO_THIRD

    def test_of_a_diff_are_told_backwards_too(self, stranger: Api) -> None:
        asked = {"from": "2026_02", "to": "2026_01"}
        assert told(stranger.get(f"{SWISSPROT}/diff", **asked)) == BACK
        only = stranger.get(f"{SWISSPROT}/diff", **asked, change_type="added", count="true")
        assert (told(only), only.body["count"]) == ([BACK[2]], 1)

    def test_of_a_diff_with_itself_are_none(self, stranger: Api) -> None:
        asked = {"from": "2026_02", "to": "latest", "count": "true"}
        assert stranger.get(f"{SWISSPROT}/diff", **{**asked, "to": "2.0.0"}).body["count"] == 0
        assert stranger.get(f"{SWISSPROT}/diff", **asked).body["count"] == 2

    def test_of_a_diff_come_page_by_page(self, stranger: Api) -> None:
        path = f"/api/v1/{SWISSPROT}/diff?from=2026_02&to=2026_01&limit=3"
        pages = turned(stranger, path)
        assert shown(pages, "before") == [["2.0.0", "1.1.0", None], ["1.0.0"]]

    def test_a_diff_needs_two_versions(self, stranger: Api) -> None:
        answer = stranger.get(f"{SWISSPROT}/diff", **{"from": "2026_01"})
        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["to"]
        answer = stranger.get(f"{SWISSPROT}/diff", **{"from": "2026_01", "to": "2027_01"})
        refused(answer, 404, "version.not_found")

    @pytest.mark.parametrize(
        "cursor",
        ["x", "é", forged("changes", 0, 1), forged("changes", 2, "P"), forged("fields", 0, "P"),
         forged("changes", 0, "P\0"), forged("changes", 0), "===="],
    )  # fmt: skip
    @pytest.mark.parametrize("path", ["versions/2026_02/changes", "versions/2026_02/dependencies"])
    def test_a_forged_cursor_is_refused(self, stranger: Api, path: str, cursor: str) -> None:
        refused(stranger.get(f"{SWISSPROT}/{path}", cursor=cursor), 400, "request.invalid_cursor")


@pytest.mark.usefixtures("three_releases")
class TestOfAProtein:
    def test_are_the_fields_of_its_record(self, stranger: Api) -> None:
        changes = told(stranger.get("sources/uniprot/P00002/versions/1.1.0/changes"))
        assert changes == [("modified", "keywords", "uniprot/P00002", ["Signal"], ["Hormone"])]
        asked = {"from": "1.1.0", "to": "1.0.0"}
        (back,) = told(stranger.get("sources/uniprot/P00002/diff", **asked))
        assert back[3:] == (["Hormone"], ["Signal"])

    def test_of_its_first_version_are_all_that_it_says(self, stranger: Api) -> None:
        answer = stranger.get("sources/uniprot/P00002/versions/1.0.0/changes", count="true")
        changed = {row["category"]: row["after"] for row in answer.body["results"]}
        assert {row["change_type"] for row in answer.body["results"]} == {"added"}
        assert (changed["accession"], changed["keywords"]) == ("P00002", ["Signal"])
        assert answer.body["count"] == len(changed)
        assert not {"length", "ec_numbers", "hosts"} & set(changed)

    def test_come_page_by_page_both_ways(self, stranger: Api) -> None:
        path = "/api/v1/sources/uniprot/P00002/versions/1.0.0/changes"
        (everything,) = shown(turned(stranger, path), "category")
        pages = turned(stranger, f"{path}?limit=4&count=true")
        assert in_a_row(pages) == everything == sorted(everything)
        assert {page["count"] for page in pages} == {len(everything)}
        back = turned(stranger, pages[-1]["previous"], "previous")
        assert in_a_row(back[::-1]) == in_a_row(pages[:-1])

    @pytest.mark.parametrize("cursor", ["x", forged("changes", 0, "P"), forged("fields", 0, 7)])
    def test_a_forged_cursor_is_refused(self, stranger: Api, cursor: str) -> None:
        path = "sources/uniprot/P00002/versions/1.0.0/changes"
        refused(stranger.get(path, cursor=cursor), 400, "request.invalid_cursor")

    def test_are_narrowed_to_a_type(self, stranger: Api) -> None:
        path = "sources/uniprot/P00002/versions/1.1.0/changes"
        assert told(stranger.get(path, change_type="added")) == []
        assert len(told(stranger.get(path, change_type="modified"))) == 1

    @pytest.mark.parametrize(
        ("protein", "version", "bump", "category"),
        [
            ("P00001", "2.0.0", "major", "sequence"),
            ("P00002", "1.1.0", "minor", "annotation"),
            ("P00001", "1.0.0", None, "protein"),
        ],
    )
    def test_are_summed_up_in_a_changelog_of_one(
        self, stranger: Api, protein: str, version: str, bump: str | None, category: str
    ) -> None:
        path = f"sources/uniprot/{protein}/versions/{version}/changelog"
        changelog = stranger.get(path).body
        assert changelog["bump"] == bump
        (entry,) = changelog["entries"]
        assert (entry["category"], entry["count"]) == (category, 1)
        assert entry["breaking"] == (bump == "major")


class TestOfWhatHoldsNothing:
    def test_are_none(self, stranger: Api) -> None:
        builders.source("go", source_type="ontology")
        builders.release("one", of="uniprot/go")
        builders.release("two", of="uniprot/go")
        at = "sources/uniprot/go"
        assert told(stranger.get(f"{at}/versions/two/changes")) == []
        assert told(stranger.get(f"{at}/diff", **{"from": "one", "to": "two"})) == []
        assert stranger.get(f"{at}/versions/two/changelog").body["entries"] == []
        assert told_members(stranger.get(f"{at}/versions/two/dependencies")) == []

    def test_a_version_of_before_the_first_record_has_no_fields(self, stranger: Api) -> None:
        builders.source("P00001", source_type="protein")
        builders.release("by hand", of="uniprot/P00001")
        ingest(ALPHA)
        asked = {"from": "by hand", "to": "latest"}
        first = told(stranger.get("sources/uniprot/P00001/diff", **asked))
        assert {row[0] for row in first} == {"added"}
        asked = {"from": "latest", "to": "by hand"}
        back = told(stranger.get("sources/uniprot/P00001/diff", **asked))
        assert {row[0] for row in back} == {"removed"}
        assert len(back) == len(first)
