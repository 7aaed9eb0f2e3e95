"""GET /events: what happened, in order, to whoever may know."""

import time
from collections.abc import Callable
from threading import Timer
from typing import Any

import pytest
from django.db import connections

from apps.events import waiting
from tests import builders
from tests.clients import Api
from tests.events.told import feed, types

ABOUT_DRAFTS = ["version.created", "version.updated", "version.deleted"]


@pytest.fixture
def happened(db: None) -> None:
    """Two organizations; one has a source with a release and a draft."""
    builders.organization("uniprot")
    builders.source("sprot")
    builders.release("2024_01")
    builders.draft("2024_02")
    builders.organization("uniprot2")


@pytest.mark.usefixtures("happened")
class TestAnEvent:
    def test_is_a_cloud_event(self, stranger: Api) -> None:
        (first, *_) = feed(stranger).body["results"]
        assert first == {
            "specversion": "1.0",
            "id": first["id"],
            "source": "/api/v1",
            "type": "org.bdp.organization.created",
            "subject": "organizations/uniprot",
            "time": first["time"],
            "datacontenttype": "application/json",
            "dataschema": "/api/v1/schema#org.bdp.organization.created.1",
            "data": first["data"],
        }
        shown = stranger.get("organizations/uniprot").body
        assert first["data"]["resource"] == shown
        assert first["data"]["actor"] == {"id": None, "label": "builder"}

    def test_says_where_the_registry_is(self, stranger: Api, settings: Any) -> None:
        settings.PUBLIC_URL = "https://bdp.example"
        (first, *_) = feed(stranger).body["results"]
        assert first["source"] == "https://bdp.example/api/v1"

    def test_of_what_is_gone_stays(self, stranger: Api, operator: Any) -> None:
        from apps.organizations.commands import delete_organization

        delete_organization(actor=operator, organization="uniprot2")
        told = feed(stranger, subject="organizations/uniprot2")
        assert types(told) == ["organization.created", "organization.deleted"]


@pytest.mark.usefixtures("happened")
class TestAWalk:
    def test_meets_everything_once_in_order(self, api: Api) -> None:
        everything = feed(api).body
        assert types(feed(api)) == [
            "organization.created", "source.created", "version.created", "version.published",
            "version.created", "organization.created",
        ]  # fmt: skip
        met: list[Any] = []
        cursor = ""
        for _ in range(6):
            page = api.get("events", after=cursor, limit=1).body
            met, cursor = met + page["results"], page["next"]
        assert met == everything["results"]
        assert cursor == everything["next"]

    def test_goes_on_for_ever(self, api: Api) -> None:
        end = feed(api).body["next"]
        assert feed(api, after=end).body == {"results": [], "next": end}
        builders.organization("go")
        assert types(feed(api, after=end)) == ["organization.created"]

    def test_passes_over_what_was_not_asked_for_once(self, api: Api) -> None:
        told = feed(api, types="organization.deleted")
        assert (told.body["results"], told.body["next"]) == ([], feed(api).body["next"])

    @pytest.mark.parametrize("cursor", ["x", "ä", "ZXZlbnRz", "ZXZlbnRzAAAAAAAAAAAA", "====", "0"])
    def test_from_a_place_that_is_none_is_refused(self, stranger: Api, cursor: str) -> None:
        refused = stranger.get("events", after=cursor)
        assert (refused.status, refused.body["code"]) == (400, "request.invalid_cursor")

    def test_from_a_place_far_ahead_waits_there(self, stranger: Api) -> None:
        from apps.events.cursors import cursor_at

        ahead = cursor_at(2**62)
        assert feed(stranger, after=ahead).body == {"results": [], "next": ahead}


@pytest.mark.usefixtures("happened")
class TestWhatIsAskedFor:
    @pytest.mark.parametrize(
        "asked",
        [
            {"types": "version.published,source.created"},
            {"types": ["version.published", "source.created"]},
            {"types": "org.bdp.version.published,org.bdp.source.created"},
            {"types": "version.published,source.created", "subject": "sources"},
        ],
    )
    def test_is_told_by_type(self, stranger: Api, asked: dict[str, Any]) -> None:
        assert types(feed(stranger, **asked)) == ["source.created", "version.published"]

    @pytest.mark.parametrize(
        ("subject", "found"),
        [
            ("organizations/uniprot", ["organization.created"]),
            ("organizations/uniprot/", ["organization.created"]),
            ("sources/uniprot", ["source.created", "version.published"]),
            ("sources/uniprot/sprot/versions/1.0.0", ["version.published"]),
            ("sources/uni", []),
            ("sources/%", []),
        ],
    )
    def test_is_told_by_whole_parts_of_its_path(
        self, stranger: Api, subject: str, found: list[str]
    ) -> None:
        assert types(feed(stranger, subject=subject)) == found

    def test_is_a_type_that_there_is(self, stranger: Api) -> None:
        refused = stranger.get("events", types="version.publisht")
        assert refused.status == 400
        assert "did you mean “org.bdp.version.published”?" in str(refused.body)

    @pytest.mark.parametrize("asked", [{"wait": 31}, {"wait": -1}, {"limit": 0}, {"limit": 1001}])
    def test_is_within_bounds(self, stranger: Api, asked: dict[str, Any]) -> None:
        assert stranger.get("events", **asked).status == 400


@pytest.mark.usefixtures("happened")
class TestDraftsAreTold:
    def test_to_members_and_whoever_looks_after_all(self, person: Callable[..., Any]) -> None:
        ada, cura = person("ada").api, person("cura", groups=["curator"]).api
        builders.member("ada", "member")
        assert types(feed(ada, types=ABOUT_DRAFTS)) == ["version.created"] * 2
        assert types(feed(cura, types=ABOUT_DRAFTS)) == ["version.created"] * 2

    def test_to_nobody_else(self, stranger: Api, person: Callable[..., Any]) -> None:
        eve = person("eve").api
        builders.member("eve", "owner", of="uniprot2")
        assert types(feed(eve, types=ABOUT_DRAFTS)) == []
        assert types(feed(stranger, types=ABOUT_DRAFTS)) == []
        assert "version.published" in types(feed(stranger))

    def test_to_nobody_by_a_token_made_for_another_organization(self, curie: Any) -> None:
        from tests.conftest import make_token

        bound = Api(make_token("curie", organization="uniprot2"))
        assert types(feed(bound, types=ABOUT_DRAFTS)) == []
        at_home = Api(make_token("curie", organization="uniprot"))
        assert types(feed(at_home, types=ABOUT_DRAFTS)) == ["version.created"] * 2

    def test_to_nobody_who_has_the_slug_of_another_since(
        self, person: Callable[..., Any], operator: Any
    ) -> None:
        from apps.organizations.commands import delete_organization
        from apps.sources.commands import delete_source
        from apps.versions.commands import delete_version

        builders.organization("old")
        builders.source("one", of="old")
        gone = builders.address(builders.draft("1", of="old/one"))
        delete_version(actor=operator, **gone)
        delete_source(actor=operator, organization="old", source="one")
        delete_organization(actor=operator, organization="old")
        builders.organization("old")
        eve = person("eve").api
        builders.member("eve", "owner", of="old")
        assert types(feed(eve, types=ABOUT_DRAFTS)) == []


def test_who_waits_is_told_at_once(committed: None) -> None:
    end = Api().get("events").body["next"]

    def happen() -> None:
        builders.organization("uniprot")
        connections.close_all()

    later = Timer(0.5, happen)
    began = time.monotonic()
    later.start()
    told = Api().get("events", after=end, wait=20)
    later.join()
    assert types(told) == ["organization.created"]
    assert 0.4 < time.monotonic() - began < 15


def test_who_waits_in_vain_is_told_so_in_time(db: None) -> None:
    began = time.monotonic()
    told = Api().get("events", wait=1)
    assert told.body["results"] == []
    assert 0.9 < time.monotonic() - began < 15


def test_when_many_wait_the_next_is_answered_at_once(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import BoundedSemaphore

    monkeypatch.setattr(waiting, "_places", BoundedSemaphore(1))
    assert waiting._places.acquire(blocking=False)
    began = time.monotonic()
    assert Api().get("events", wait=20).status == 200
    assert time.monotonic() - began < 15
