"""What changed between exact numbers may be kept for ever; by any other name it may not."""

from datetime import date

import pytest

from tests.biology.conftest import GAMMA, SWISSPROT
from tests.clients import Api
from tests.releases import ingest

FOR_EVER = "public, max-age=31536000, immutable"


@pytest.mark.usefixtures("three_releases")
class TestCaching:
    @pytest.mark.parametrize(
        "path",
        [
            f"{SWISSPROT}/versions/2.0.0/changelog",
            f"{SWISSPROT}/versions/2.0.0/changes",
            f"{SWISSPROT}/versions/2.0.0/changes?limit=1&change_type=added",
            f"{SWISSPROT}/diff?from=1.0.0&to=2.0.0",
            f"{SWISSPROT}/diff?to=1.0.0&from=2.0.0&limit=2",
            "sources/uniprot/P00002/versions/1.1.0/changes",
            "sources/uniprot/P00002/diff?from=1.0.0&to=1.1.0",
        ],
    )
    def test_what_exact_numbers_address_is_kept_for_ever(self, stranger: Api, path: str) -> None:
        answer = stranger.get(path)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == FOR_EVER
        assert "Content-Location" not in answer.headers
        again = stranger.send("GET", path, if_none_match=answer.headers["ETag"])
        assert (again.status, again.headers["Cache-Control"]) == (304, FOR_EVER)

    @pytest.mark.parametrize(
        ("path", "own"),
        [
            ("versions/2026_02/changelog", "versions/2.0.0/changelog"),
            ("versions/latest/changes?limit=2", "versions/3.0.0/changes?limit=2"),
            ("diff?from=2026_01&to=2.0.0", "diff?from=1.0.0&to=2.0.0"),
            ("diff?from=1.0.0&to=latest&count=true", "diff?from=1.0.0&to=3.0.0&count=true"),
        ],
    )
    def test_by_any_other_name_it_tells_its_own_address(
        self, stranger: Api, path: str, own: str
    ) -> None:
        answer = stranger.get(f"{SWISSPROT}/{path}")
        assert answer.headers["Cache-Control"] == "max-age=60"
        assert answer.headers["Content-Location"] == f"/api/v1/{SWISSPROT}/{own}"
        same = stranger.get(answer.headers["Content-Location"])
        assert same.headers["Cache-Control"] == FOR_EVER
        assert same.body.get("results") == answer.body.get("results")

    def test_by_another_spelling_of_its_source_too(self, stranger: Api) -> None:
        answer = stranger.get("sources/uniprot/SwissProt/versions/2.0.0/changelog")
        own = f"/api/v1/{SWISSPROT}/versions/2.0.0/changelog"
        assert answer.headers["Content-Location"] == own

    @pytest.mark.parametrize("path", ["versions/2.0.0/changelog", "diff?from=1.0.0&to=2.0.0"])
    def test_whoever_has_credentials_keeps_nothing(self, api: Api, path: str) -> None:
        answer = api.get(f"{SWISSPROT}/{path}")
        assert answer.headers["Cache-Control"] == "private, no-store"

    def test_what_was_kept_stays_true(self, stranger: Api) -> None:
        paths = [f"{SWISSPROT}/versions/2.0.0/changes", f"{SWISSPROT}/diff?from=1.0.0&to=3.0.0"]
        kept = [stranger.get(path).body for path in paths]
        ingest(GAMMA, release="2026_04", day=date(2026, 9, 1))
        assert [stranger.get(path).body for path in paths] == kept
