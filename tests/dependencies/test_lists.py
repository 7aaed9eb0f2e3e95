"""What versions depend on and what depends on them, over HTTP: one list, page by page."""

import pytest

from apps.versions import commands as versions
from apps.versions.dtos import VersionRef
from apps.versions.queries import find_version
from tests import builders
from tests.checks import fields, forged, refused, shown, turned
from tests.clients import Api
from tests.conftest import make_token
from tests.dependencies.conftest import depend, wanted
from tests.records import record
from tests.releases import ingest

Drafts = tuple[VersionRef, VersionRef, VersionRef]
PAPER = "sources/lab/paper/versions/1.0.0"


def publish(version: VersionRef) -> VersionRef:
    return versions.publish_version(actor=builders.BUILDER, **builders.address(version))


@pytest.fixture
def maintainer(annotations: Drafts) -> Api:
    """Ada, who keeps the sources of the lab and sees nobody else's drafts."""
    builders.person("ada")
    builders.member("ada", "maintainer", of="lab")
    return Api(make_token("ada", "write"))


@pytest.fixture
def release(db: None) -> str:
    """The list of what a release of four proteins holds."""
    builders.organization("uniprot")
    ingest(*(record(f"P0000{number}") for number in range(1, 5)))
    return "/api/v1/sources/uniprot/swissprot/versions/1.0.0/dependencies"


class TestSetting:
    def test_answers_with_what_the_draft_depends_on_now(
        self, maintainer: Api, annotations: Drafts
    ) -> None:
        go = publish(annotations[1])
        body = {"dependencies": [{**wanted(go)[0], "kind": "optional"}], "reason": "terms"}
        answer = maintainer.send("PUT", f"{PAPER}/dependencies", body=body)
        told = {"source": "go/go", "version": "1.0.0", "external_version": "1", "kind": "optional"}
        assert (answer.status, answer.body["results"]) == (200, [told])
        assert maintainer.get(f"{PAPER}/dependencies").body["results"] == [told]

    @pytest.mark.parametrize(
        ("entry", "field"),
        [
            ({"source": "go/go", "version": "1.0.0", "kind": "member"}, "dependencies.0.kind"),
            ({"source": "go", "version": "1.0.0"}, "dependencies.0.source"),
            ({"source": "go/go"}, "dependencies.0.version"),
            ({"source": "go/go", "version": 1}, "dependencies.0.version"),
            ({"source": "go/go", "version": "1", "extra": 1}, "dependencies.0.extra"),
            ({"source": "go/go", "version": "9.9.9"}, "dependencies.0.version"),
            ({"source": "go/../go", "version": "1"}, "dependencies.0.source"),
            ("go/go", "dependencies.0"),
        ],
    )
    def test_refuses_what_is_no_version(
        self, maintainer: Api, annotations: Drafts, entry: object, field: str
    ) -> None:
        body = {"dependencies": [entry]}
        answer = maintainer.send("PUT", f"{PAPER}/dependencies", body=body)
        refused(answer, 400, "request.invalid")
        assert fields(answer) == [field]

    def test_of_what_is_published_is_refused(self, maintainer: Api, annotations: Drafts) -> None:
        publish(annotations[2])
        answer = maintainer.send("PUT", f"{PAPER}/dependencies", body={"dependencies": []})
        refused(answer, 409, "version.not_draft")

    def test_a_cycle_is_a_conflict(self, maintainer: Api, annotations: Drafts) -> None:
        body = {"dependencies": wanted(annotations[2])}
        answer = maintainer.send("PUT", f"{PAPER}/dependencies", body=body)
        refused(answer, 409, "version.cycle")
        assert "lab/paper@1.0.0 → lab/paper@1.0.0" in answer.body["detail"]


@pytest.mark.usefixtures("annotations")
class TestDependents:
    def test_are_drafts_for_those_who_see_them(
        self, stranger: Api, maintainer: Api, annotations: Drafts
    ) -> None:
        goa, go, paper = annotations
        publish(go)
        depend(goa, go)
        depend(paper, go)
        at = "sources/go/go/versions/1.0.0/dependents"
        assert stranger.get(at, count="true").body["count"] == 0
        (mine,) = maintainer.get(at).body["results"]
        assert (mine["source"], mine["kind"]) == ("lab/paper", "required")
        publish(goa)
        publish(paper)
        everyone = stranger.get(at, count="true").body
        assert [each["source"] for each in everyone["results"]] == ["uniprot/goa", "lab/paper"]
        assert everyone["count"] == 2
        assert shown([stranger.get(at, q="GO").body], "source") == [["uniprot/goa"]]

    def test_are_the_releases_that_hold_a_member_too(
        self, stranger: Api, annotations: Drafts
    ) -> None:
        ingest(record("P00001"))
        ingest(record("P00001"), record("P00002"), release="2026_02")
        paper = annotations[2]
        depend(paper, find_version("uniprot", "P00001", "1.0.0"))
        publish(paper)
        at = "/api/v1/sources/uniprot/P00001/versions/1.0.0/dependents"
        pages = turned(stranger, f"{at}?limit=1")
        assert shown(pages, "kind") == [["required"], ["member"], ["member"]]
        assert shown(pages, "external_version") == [["1"], ["2026_01"], ["2026_02"]]
        back = turned(stranger, pages[-1]["previous"], "previous")
        assert [page["results"] for page in back] == [page["results"] for page in pages[1::-1]]
        assert shown([stranger.get(at, kind="member").body], "source") == [
            ["uniprot/swissprot", "uniprot/swissprot"]
        ]


class TestOneListOfBoth:
    @pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
    def test_goes_on_from_what_is_declared_to_the_members(
        self, annotations: Drafts, stranger: Api, limit: int
    ) -> None:
        ingest(*(record(f"P0000{number}") for number in range(1, 5)))
        at = "/api/v1/sources/uniprot/swissprot/versions/1.0.0/dependencies"
        pages = turned(stranger, f"{at}?limit={limit}&count=true")
        slugs = [slug for page in shown(pages, "source") for slug in page]
        assert slugs == [f"uniprot/P0000{number}" for number in range(1, 5)]
        assert {page["count"] for page in pages} == {4}

    @pytest.mark.parametrize(
        "cursor",
        ["x", forged("members", 0, 1, "a", 1), forged("dependencies", 0, 2, "a", "b"),
         forged("dependencies", 0, 0, "a\0", "0" * 32), forged("dependencies", 2, 0, "", "0" * 32)],
    )  # fmt: skip
    def test_refuses_a_cursor_that_is_not_its_own(
        self, stranger: Api, release: str, cursor: str
    ) -> None:
        refused(stranger.get(release, cursor=cursor), 400, "request.invalid_cursor")

    @pytest.mark.parametrize("q", ["p0000", "P0000", "uniprot", "p_", "%", "P00003"])
    def test_is_narrowed_to_slugs_that_begin_so(self, stranger: Api, release: str, q: str) -> None:
        found = shown([stranger.get(release, q=q).body], "source")[0]
        every = [f"uniprot/P0000{number}" for number in range(1, 5)]
        begun = [each for each in every if each.partition("/")[2].lower().startswith(q.lower())]
        assert found == begun
