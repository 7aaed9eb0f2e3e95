"""Which sources and versions a list shows, and what was done to each, over HTTP."""

import pytest

from tests.clients import Api


@pytest.fixture(autouse=True)
def sources(api: Api) -> None:
    for organization in ("uniprot", "go"):
        api.post("organizations", {"slug": organization, "name": organization})
    made: list[tuple[str, str, str, dict[str, object]]] = [
        (
            "uniprot",
            "sp",
            "database",
            {
                "tags": ["protein", "curated"],
                "license": "CC-BY-4.0",
                "aliases": ["Swiss-Prot"],
                "description": "What curators read.",
            },
        ),
        ("uniprot", "tool", "other", {"entry_type": "tool"}),
        ("go", "go", "ontology", {"tags": ["curated"]}),
    ]
    for organization, slug, kind, more in made:
        source = {"organization": organization, "slug": slug, "name": slug, "source_type": kind}
        assert api.post("sources", {**source, **more}).status == 201
    api.post("sources/go/go/archive", {"reason": "moved"})


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ({"org": "uniprot"}, ["sp", "tool"]),
        ({"type": "ontology"}, ["go"]),
        ({"entry_type": "tool"}, ["tool"]),
        ({"tag": "curated"}, ["go", "sp"]),
        ({"tag": ["curated", "protein"]}, ["sp"]),
        ({"license": "CC-BY-4.0"}, ["sp"]),
        ({"archived": "true"}, ["go"]),
        ({"q": "S"}, ["sp"]),
        ({"q": "curators"}, ["sp"]),
        ({"q": "swiss-prot"}, ["sp"]),
        ({"q": "%"}, []),
        ({"q": "-" * 40}, []),
        ({"q": "go", "archived": "false"}, []),
        ({"archived": "false"}, ["sp", "tool"]),
        ({"updated_since": "2020-01-01"}, ["go", "sp", "tool"]),
        ({"updated_since": "2999-01-01T00:00:00Z"}, []),
        ({"org": "uniprot", "entry_type": "tool"}, ["tool"]),
    ],
)
def test_a_list_of_sources_is_narrowed(
    stranger: Api, asked: dict[str, str], slugs: list[str]
) -> None:
    answer = stranger.get("sources", count="true", **asked)

    assert [source["slug"] for source in answer.body["results"]] == slugs
    assert answer.body["count"] == len(slugs)


@pytest.mark.parametrize(
    "asked",
    [
        {"type": "planet"}, {"archived": "yes"}, {"updated_since": "lately"}, {"entry_type": ""},
        {"updated_since": "2024-01-01T00:00:00+99:00"}, {"count": "1"}, {"limit": ""},
        {"org": ["go", "uniprot"]},
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused(stranger: Api, asked: dict[str, object]) -> None:
    assert stranger.get("sources", **asked).status == 400


def test_the_next_page_keeps_every_filter(stranger: Api) -> None:
    page = stranger.get("sources", tag=["curated"], archived="true", limit=1)
    assert page.body["next"] is None
    page = stranger.get("sources", tag=["curated"], limit=1)
    assert "tag=curated" in page.body["next"]


def test_a_sources_history_tells_why(stranger: Api) -> None:
    rows = stranger.get("sources/go/go/audit").body["results"]

    assert [row["action"] for row in rows] == ["archive_source", "create_source"]
    assert rows[0]["metadata"]["reason"] == "moved"
    assert "ip_address" not in str(rows)


class TestVersions:
    @pytest.fixture(autouse=True)
    def versions(self, api: Api) -> None:
        for name, day in (("2023_01", "2023-02-22"), ("2024_01", "2024-01-24")):
            api.post("sources/uniprot/sp/versions", {"external_version": name, "release_date": day})
            api.post(f"sources/uniprot/sp/versions/{name}/publish")

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ({"external_version": "2023_01"}, ["2023_01"]),
            ({"released_since": "2024-01-24"}, ["2024_01"]),
            ({"released_until": "2023-02-22"}, ["2023_01"]),
            ({"released_since": "2023-01-01", "released_until": "2023-12-31"}, ["2023_01"]),
            ({"status": "yanked"}, []),
        ],
    )
    def test_a_list_is_narrowed(
        self, stranger: Api, asked: dict[str, str], names: list[str]
    ) -> None:
        found = stranger.get("sources/uniprot/sp/versions", **asked).body["results"]

        assert [version["external_version"] for version in found] == names

    def test_a_history_goes_with_its_version(self, stranger: Api) -> None:
        rows = stranger.get("sources/uniprot/sp/versions/2024_01/audit").body["results"]

        assert [row["action"] for row in rows] == ["publish_version", "create_version"]

    def test_a_drafts_history_is_for_those_who_see_it(self, api: Api, stranger: Api) -> None:
        api.post("sources/uniprot/sp/versions", {"external_version": "next"})

        assert api.get("sources/uniprot/sp/versions/next/audit").status == 200
        assert stranger.get("sources/uniprot/sp/versions/next/audit").status == 404
