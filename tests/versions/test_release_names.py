"""A member answers to the name of every release that holds it, changed there or not."""

from typing import Any

import pytest

from apps.versions import commands
from apps.versions.errors import AmbiguousVersion, NotDraft, VersionNotFound
from apps.versions.queries import find_version, get_version
from tests import builders
from tests.checks import refused
from tests.clients import Api
from tests.records import record
from tests.releases import ingest

ALPHA, BETA = record("P00001"), record("P00002")
CHANGED, CHANGED_AGAIN = record("P00001", keyword="Kinase"), record("P00001", keyword="Zymogen")
VERSIONS = "sources/uniprot/P00001/versions"


@pytest.fixture(autouse=True)
def _uniprot(db: None) -> None:
    builders.organization("uniprot")


def number(name: str, of: str = "P00001") -> str:
    return find_version("uniprot", of, name).version


class TestOneBundle:
    def test_the_release_that_brought_a_version_names_it(self) -> None:
        ingest(ALPHA)
        assert number("2026_01") == "1.0.0"

    def test_so_does_a_release_in_which_it_did_not_change(self) -> None:
        ingest(ALPHA)
        ingest(ALPHA, BETA, release="2026_02")
        ingest(CHANGED, BETA, release="2026_03")
        ingest(CHANGED, BETA, record("P00003"), release="2026_04")
        names = ("2026_01", "2026_02", "2026_03", "2026_04")
        assert [number(name) for name in names] == ["1.0.0", "1.0.0", "1.1.0", "1.1.0"]

    def test_a_release_that_does_not_hold_it_does_not(self) -> None:
        ingest(ALPHA)
        ingest(ALPHA, BETA, release="2026_02")
        ingest(ALPHA, release="2026_03")
        assert number("2026_02", "P00002") == "1.0.0"
        for name in ("2026_01", "2026_03", "2026_04"):
            with pytest.raises(VersionNotFound, match=f"“uniprot/P00002” has no version “{name}”"):
                number(name, "P00002")

    def test_what_came_back_as_it_was_is_the_version_that_it_was(self) -> None:
        ingest(ALPHA, BETA)
        ingest(ALPHA, release="2026_02")
        ingest(ALPHA, BETA, release="2026_03")
        assert number("2026_03", "P00002") == number("2026_01", "P00002") == "1.0.0"

    def test_the_name_of_a_yanked_release_is_still_an_exact_pin(self) -> None:
        ingest(ALPHA)
        commands.yank_version(
            actor=builders.BUILDER, organization="uniprot", source="swissprot",
            version="2026_01", reason="corrupt",
        )  # fmt: skip
        assert number("2026_01") == "1.0.0"

    def test_its_own_name_goes_before_that_of_a_release(self) -> None:
        ingest(ALPHA)
        own = builders.release("2026_01", "uniprot/P00001")
        assert number("2026_01") == own.version != "1.0.0"

    def test_a_draft_of_that_name_hides_nothing_from_those_who_do_not_see_it(self) -> None:
        ingest(ALPHA)
        drafted = builders.draft("2026_01", "uniprot/P00001")
        seen = get_version("uniprot", "P00001", "2026_01", actor=builders.STRANGER)
        assert seen.version == "1.0.0"
        seen = get_version("uniprot", "P00001", "2026_01", actor=builders.BUILDER)
        assert seen.version == drafted.version

    def test_a_release_of_another_organization_names_nothing_here(self) -> None:
        ingest(ALPHA)
        builders.organization("pdb")
        builders.source("P00001", of="pdb")
        with pytest.raises(VersionNotFound):
            find_version("pdb", "P00001", "2026_01")


class TestTwoBundles:
    def test_of_one_name_and_one_content_mean_one_version(self) -> None:
        ingest(ALPHA, source="swissprot")
        ingest(ALPHA, BETA, source="trembl")
        assert number("2026_01") == "1.0.0"

    @pytest.fixture
    def _two_contents(self) -> None:
        ingest(ALPHA, source="swissprot")
        ingest(CHANGED, source="trembl")
        ingest(CHANGED, source="swissprot", release="2026_02")

    @pytest.mark.usefixtures("_two_contents")
    def test_of_one_name_and_two_contents_are_ambiguous(self, stranger: Api) -> None:
        answer = stranger.get(f"{VERSIONS}/2026_01")
        refused(answer, 409, "version.ambiguous")
        assert answer.body["detail"] == (
            "Releases called “2026_01” hold different contents of “uniprot/P00001”. Say which is "
            "meant: 1.0.0 as uniprot/swissprot has it or 1.1.0 as uniprot/trembl has it."
        )
        assert [told["detail"] for told in answer.body["errors"]] == [
            "1.0.0 as uniprot/swissprot has it",
            "1.1.0 as uniprot/trembl has it",
        ]

    @pytest.mark.usefixtures("_two_contents")
    def test_a_name_that_only_one_of_them_has_is_clear(self) -> None:
        assert number("2026_02") == "1.1.0"

    @pytest.mark.usefixtures("_two_contents")
    def test_their_own_names_are_clear(self) -> None:
        assert number("2026_01", "swissprot") == number("2026_01", "trembl") == "1.0.0"

    @pytest.mark.usefixtures("_two_contents")
    def test_no_command_chooses_between_them(self) -> None:
        with pytest.raises(AmbiguousVersion):
            yanked("2026_01")


class TestOverHttp:
    def test_the_answer_says_where_the_version_itself_stands(self, stranger: Api) -> None:
        ingest(ALPHA)
        ingest(ALPHA, BETA, release="2026_02")
        answer = stranger.get(f"{VERSIONS}/2026_02")
        assert (answer.status, answer.body["version"]) == (200, "1.0.0")
        assert answer.headers["Content-Location"] == f"/api/v1/{VERSIONS}/1.0.0"
        assert answer.headers["Cache-Control"] == "max-age=60"

    @pytest.mark.parametrize("below", ["audit", "changelog", "changes", "dependencies"])
    def test_what_stands_below_answers_to_the_name_too(self, stranger: Api, below: str) -> None:
        ingest(ALPHA)
        ingest(ALPHA, BETA, release="2026_02")
        by_number = stranger.get(f"{VERSIONS}/1.0.0/{below}")
        by_name = stranger.get(f"{VERSIONS}/2026_02/{below}")
        assert (by_name.status, by_name.body) == (200, by_number.body)

    def test_two_versions_are_compared_by_the_releases_that_hold_them(self, stranger: Api) -> None:
        ingest(ALPHA)
        ingest(CHANGED, release="2026_02")
        between: Any = {"from": "2026_01", "to": "2026_02"}
        answer = stranger.get("sources/uniprot/P00001/diff", **between)
        assert [change["category"] for change in answer.body["results"]] == ["keywords"]


class TestCommands:
    def test_act_on_the_version_that_the_release_holds(self) -> None:
        ingest(ALPHA)
        ingest(ALPHA, BETA, release="2026_02")
        yanked("2026_02")
        assert get_version("uniprot", "P00001", "1.0.0", actor=builders.BUILDER).status == "yanked"

    def test_refuse_to_change_it_as_what_it_is(self) -> None:
        ingest(ALPHA)
        with pytest.raises(NotDraft, match=r"Version 1\.0\.0 is published"):
            commands.delete_version(
                actor=builders.BUILDER, organization="uniprot", source="P00001", version="2026_01"
            )


def yanked(version: str) -> None:
    commands.yank_version(
        actor=builders.BUILDER, organization="uniprot", source="P00001", version=version,
        reason="corrupt",
    )  # fmt: skip
