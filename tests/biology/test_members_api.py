"""Members of a release, over HTTP: those that are current in it."""

import pytest

from tests.biology.conftest import SWISSPROT, told_members
from tests.checks import turned
from tests.clients import Api


@pytest.mark.usefixtures("three_releases")
class TestMembers:
    @pytest.mark.parametrize(
        ("release", "versions"),
        [
            ("2026_01", {"P00001": "1.0.0", "P00002": "1.0.0", "P00003": "1.0.0"}),
            ("2026_02", {"P00001": "2.0.0", "P00002": "1.1.0", "P00004": "1.0.0"}),
            ("latest", {"P00001": "2.0.0", "P00002": "1.2.0"}),
        ],
    )
    def test_of_any_release_are_listed(
        self, stranger: Api, release: str, versions: dict[str, str]
    ) -> None:
        path = f"{SWISSPROT}/versions/{release}/dependencies"
        wanted = [(f"uniprot/{slug}", version) for slug, version in versions.items()]
        answer = stranger.get(path, kind="member", count="true")
        assert (told_members(answer), answer.body["count"]) == (wanted, len(wanted))

    @pytest.mark.parametrize(
        ("asked", "slugs"),
        [
            ({"q": "p00002"}, ["P00002"]), ({"q": "p0000"}, ["P00001", "P00002", "P00003"]),
            ({"q": "%"}, []), ({"q": "nothing"}, []), ({"kind": "required"}, []),
        ],
    )  # fmt: skip
    def test_are_narrowed(self, stranger: Api, asked: dict[str, str], slugs: list[str]) -> None:
        answer = stranger.get(f"{SWISSPROT}/versions/2026_01/dependencies", **asked, count="true")
        assert told_members(answer) == [(f"uniprot/{slug}", "1.0.0") for slug in slugs]
        assert answer.body["count"] == len(slugs)

    def test_come_page_by_page_both_ways(self, stranger: Api) -> None:
        pages = turned(stranger, f"/api/v1/{SWISSPROT}/versions/2026_01/dependencies?limit=2")
        assert [len(page["results"]) for page in pages] == [2, 1]
        back = turned(stranger, pages[-1]["previous"], "previous")
        assert back[0]["results"] == pages[0]["results"]
