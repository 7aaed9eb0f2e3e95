"""What a version depends on, and what depends on it: over HTTP, page by page."""

from typing import Any
from uuid import UUID

import pytest

from apps.sources.models import Source
from apps.versions.commands import publish_version
from apps.versions.dtos import VersionRef
from apps.versions.models import Membership, Release
from tests import builders
from tests.checks import fields, forged, refused, turned
from tests.clients import Answer, Api
from tests.conftest import make_token
from tests.dependencies.conftest import depend, drafts
from tests.records import record
from tests.releases import ingest

Drafts = tuple[VersionRef, VersionRef, VersionRef]
PAPER = "sources/lab/paper/versions/1.0.0"
GO = "sources/go/go/versions/1.0.0"
MEMBER = "sources/uniprot/P00001/versions/1.0.0"


def told(answer: Answer) -> list[tuple[str, str, str]]:
    assert answer.status == 200, answer.body
    return [(row["source"], row["version"], row["kind"]) for row in answer.body["results"]]


def publish(*versions: VersionRef) -> None:
    for version in versions:
        publish_version(actor=builders.BUILDER, **builders.address(version))


@pytest.fixture
def ada(db: None) -> Api:
    """A maintainer of the lab, who sees no drafts but its own."""
    builders.person("ada")
    builders.organization("lab")
    builders.member("ada", "maintainer", of="lab")
    return Api(make_token("ada", "write"))


@pytest.fixture
def mixed(db: None) -> str:
    """A draft that depends on four others and has members, too: both parts of the list."""
    (paper,) = drafts("lab/paper")
    needed = drafts("uniprot/goa", "go/go", "go/hp", "uniprot/go")
    depend(paper, *needed)
    held = Source.objects.get(slug="paper")
    Release.objects.create(version_id=paper.id, source=held, ordinal=1, members=4, sha256=b"")
    for number, slug in enumerate(("alpha", "go", "omega", "Zeta")):
        Membership.objects.create(
            releases=held, member_id=UUID(int=number), version_id=needed[0].id, slug=slug,
            since=1,
        )  # fmt: skip
    return PAPER


@pytest.mark.usefixtures("mixed")
class TestBothParts:
    def test_come_one_after_the_other_by_slug(self) -> None:
        answer = self._keeper().get(f"{PAPER}/dependencies", count="true")
        assert [(source, kind) for source, _, kind in told(answer)] == [
            ("go/go", "required"), ("uniprot/go", "required"), ("uniprot/goa", "required"),
            ("go/hp", "required"),
            *[(f"lab/{slug}", "member") for slug in ("Zeta", "alpha", "go", "omega")],
        ]  # fmt: skip
        assert answer.body["count"] == 8

    @pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 7])
    def test_come_page_by_page_both_ways(self, limit: int) -> None:
        keeper, address = self._keeper(), f"/api/v1/{PAPER}/dependencies?limit={limit}"
        (everything,) = turned(keeper, f"/api/v1/{PAPER}/dependencies")
        pages = turned(keeper, address)
        assert [row for page in pages for row in page["results"]] == everything["results"]
        back = turned(keeper, pages[-1]["previous"], "previous")
        assert [page["results"] for page in back[::-1]] == [page["results"] for page in pages[:-1]]

    @pytest.mark.parametrize(
        ("asked", "count"),
        [({"kind": "member"}, 4), ({"kind": "required"}, 4), ({"kind": "optional"}, 0),
         ({"q": "GO"}, 4), ({"q": "go", "kind": "member"}, 1), ({"q": "_"}, 0)],
    )  # fmt: skip
    def test_are_narrowed(self, asked: dict[str, str], count: int) -> None:
        answer = self._keeper().get(f"{PAPER}/dependencies", **asked, count="true")
        assert len(told(answer)) == answer.body["count"] == count

    @pytest.mark.parametrize(
        "key",
        [(0, 0, "go", ""), (0, 1, "go", str(UUID(int=1))), (0, 2, "go", ""), (0, 1, "\0", ""),
         (2, 1, "go", ""), (0, 1, 7, ""), (0, 1, "go"), (0, [], "go", "")],
    )  # fmt: skip
    def test_have_no_other_places_than_their_own(self, key: tuple[object, ...]) -> None:
        answer = self._keeper().get(f"{PAPER}/dependencies", cursor=forged("dependencies", *key))
        refused(answer, 400, "request.invalid_cursor")

    def _keeper(self) -> Api:
        builders.person("kim", ["curator"])
        return Api(make_token("kim", "read"))


@pytest.mark.parametrize("name", ['5" \\ gap', "größe/β", "2026_01", None])
def test_what_publishers_call_versions_comes_unharmed(
    ada: Api, stranger: Api, name: str | None
) -> None:
    builders.source("paper", of="lab")
    builders.source("data", of="lab")
    needed = builders.release(name, of="lab/data")
    paper = builders.draft("1", of="lab/paper")
    depend(paper, needed)
    publish(paper)
    row = {"source": "lab/data", "version": "1.0.0", "external_version": name, "kind": "required"}
    assert stranger.get(f"{PAPER}/dependencies").body["results"] == [row]
    lines = stranger.send("GET", f"{PAPER}/dependencies", HTTP_ACCEPT="application/x-ndjson")
    assert lines.body == row


class TestDependents:
    def test_are_drafts_only_for_who_may_see_them(self, ada: Api, stranger: Api) -> None:
        (go, paper, goa) = drafts_beside("go/go", "lab/paper", "uniprot/goa")
        publish(go)
        depend(paper, go)
        depend(goa, go)
        assert told(stranger.get(f"{GO}/dependents")) == []
        assert told(ada.get(f"{GO}/dependents")) == [("lab/paper", "1.0.0", "required")]
        publish(goa)
        assert told(stranger.get(f"{GO}/dependents")) == [("uniprot/goa", "1.0.0", "required")]

    def test_of_a_member_are_the_releases_that_hold_it(self, ada: Api, stranger: Api) -> None:
        builders.organization("uniprot")
        ingest(record("P00001"))
        ingest(record("P00001"), record("P00002"), release="2026_02")
        ingest(record("P00001", keyword="Kinase"), release="2026_03")
        ingest(record("P00001"), source="trembl")
        builders.source("paper", of="lab")
        paper = builders.draft("1", of="lab/paper")
        ada.send("PUT", f"{PAPER}/dependencies", body={
            "dependencies": [{"source": "uniprot/P00001", "version": "1.0.0", "kind": "optional"}]
        })  # fmt: skip
        held = [("uniprot/swissprot", "1.0.0", "member"), ("uniprot/swissprot", "1.1.0", "member")]
        assert sorted(told(stranger.get(f"{MEMBER}/dependents"))) == held
        publish(paper)
        everything = told(stranger.get(f"{MEMBER}/dependents"))
        assert everything == [("lab/paper", "1.0.0", "optional"), *held]
        narrowed = stranger.get(f"{MEMBER}/dependents", kind="member", q="SWISS", count="true")
        assert (told(narrowed), narrowed.body["count"]) == (held, 2)
        pages = turned(stranger, f"/api/v1/{MEMBER}/dependents?limit=1")
        assert [row["kind"] for page in pages for row in page["results"]] == [
            "optional", "member", "member",
        ]  # fmt: skip
        back = turned(stranger, pages[-1]["previous"], "previous")
        assert [page["results"] for page in back] == [pages[1]["results"], pages[0]["results"]]


class TestSetting:
    def test_shows_what_was_understood(self, ada: Api) -> None:
        builders.source("paper", of="lab")
        builders.source("data", of="lab")
        builders.release("a", of="lab/data")
        builders.draft("1", of="lab/paper")
        sent = {"dependencies": [{"source": "lab/data", "version": "latest"}], "reason": "used"}
        answer = ada.send("PUT", f"{PAPER}/dependencies", body=sent)
        assert told(answer) == [("lab/data", "1.0.0", "required")]
        assert answer.headers["Cache-Control"] == "no-store"
        assert ada.get(f"{PAPER}/dependencies").body == answer.body
        assert ada.get(f"{PAPER}/audit").body["results"][0]["metadata"]["reason"] == "used"

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({}, "dependencies"),
            ({"dependencies": None}, "dependencies"),
            ({"dependencies": [{"source": "lab/data"}]}, "dependencies.0.version"),
            ({"dependencies": [{"source": "x", "version": 7}]}, "dependencies.0.version"),
            ({"dependencies": [{"source": "x", "version": "1", "by": 1}]}, "dependencies.0.by"),
            ({"dependencies": [{"source": "x", "version": "1", "kind": "member"}]},
             "dependencies.0.kind"),
            ({"dependencies": [{"source": "lab", "version": "1"}]}, "dependencies.0.source"),
            ({"dependencies": [{"source": "lab/data/x", "version": "1"}]}, "dependencies.0.source"),
            ({"dependencies": [{"source": "lab/data", "version": "99999999999.0.0"}]},
             "dependencies.0.version"),
        ],
    )  # fmt: skip
    def test_refuses_what_makes_no_sense(self, ada: Api, sent: Any, field: str) -> None:
        builders.source("paper", of="lab")
        builders.source("data", of="lab")
        builders.draft("1", of="lab/paper")
        answer = ada.send("PUT", f"{PAPER}/dependencies", body=sent)
        refused(answer, 400, "request.invalid")
        assert fields(answer) == [field]

    def test_a_cycle_is_a_conflict(self, ada: Api) -> None:
        builders.source("paper", of="lab")
        builders.draft("1", of="lab/paper")
        sent = {"dependencies": [{"source": "lab/paper", "version": "1"}]}
        answer = ada.send("PUT", f"{PAPER}/dependencies", body=sent)
        refused(answer, 409, "version.cycle")
        assert "lab/paper@1.0.0 → lab/paper@1.0.0" in answer.body["detail"]


def drafts_beside(*addresses: str) -> list[VersionRef]:
    """Drafts of new sources, of which the lab is there already."""
    made = []
    for address in addresses:
        if address.startswith("lab/"):
            builders.source(address.partition("/")[2], of="lab")
            made.append(builders.draft("1", of=address))
        else:
            made += drafts(address)
    return made
