"""How a draft ends: thrown away, with its source, or published for ever."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.organizations import commands as organizations
from apps.sources import commands as sources
from apps.versions import commands, queries
from apps.versions.dtos import VersionDetail
from apps.versions.errors import (
    AlreadyPublished,
    NotDraft,
    VersionNotFound,
)
from apps.versions.models import Version
from tests import builders
from tests.conftest import leaves_no_trace, leaves_trace

pytestmark = pytest.mark.usefixtures("sprot")

SPROT: dict[str, Any] = {"organization": "uniprot", "source": "sprot"}
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
FATES = ["published", "deprecated", "yanked"]


def shown(version: str) -> VersionDetail:
    """A version as those see it who may see all."""
    return queries.get_version(**SPROT, version=version, actor=builders.BUILDER)


class TestDeleteVersion:
    def test_makes_it_unknown(self, actor: Actor) -> None:
        made = builders.draft("2024_01")

        commands.delete_version(actor=actor, **builders.address(made))

        with pytest.raises(VersionNotFound):
            shown("2024_01")

    def test_keeps_all_it_was_in_the_trail(self, actor: Actor, api: Any) -> None:
        made = builders.draft("2024_01", on="2024-01-24")
        last = api.get(made.subject).body

        with leaves_trace("delete_version", "version.deleted") as row:
            commands.delete_version(actor=actor, **builders.address(made), reason="a mistake")

        assert (row.user_id, row.entity_id) == (actor.user_id, made.id)
        assert row.entity_label == "uniprot/sprot@1.0.0"
        assert row.metadata == {"before": last, "reason": "a mistake"}

    def test_announces_it_as_get_showed_it_last(self, actor: Actor, api: Any) -> None:
        made = builders.draft("2024_01", on="2024-01-24")
        last = api.get(made.subject).body

        with leaves_trace("delete_version", "version.deleted") as row:
            commands.delete_version(actor=actor, **builders.address(made))

        assert row.event.subject == "sources/uniprot/sprot/versions/1.0.0"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert (row.event.data["id"], row.event.data["resource"]) == (str(made.id), last)

    @pytest.mark.parametrize("fate", FATES)
    def test_refuses_what_is_published(self, actor: Actor, fate: str) -> None:
        made = builders.stand(builders.release("2024_01"), fate)

        with leaves_no_trace(), pytest.raises(NotDraft):
            commands.delete_version(actor=actor, **builders.address(made))

        assert shown("2024_01").status == fate

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(VersionNotFound):
            commands.delete_version(actor=actor, **SPROT, version="latest")


class TestDeleteDrafts:
    def test_spares_what_is_published_and_what_others_hold(self, actor: Actor) -> None:
        builders.source("trembl")
        builders.draft("2024_02", of="uniprot/trembl")
        builders.release("2024_01")
        builders.draft("2024_02")

        with leaves_trace("delete_version", "version.deleted") as row:
            commands.delete_drafts(actor=actor, **SPROT, reason="all of it")

        assert row.metadata["reason"] == "all of it"
        left = Version.objects.values_list("source__slug", "external_version").order_by("id")
        assert list(left) == [("trembl", "2024_02"), ("sprot", "2024_01")]

    def test_writes_nothing_where_there_are_none(self, actor: Actor) -> None:
        builders.release("2024_01")

        with leaves_no_trace():
            commands.delete_drafts(actor=actor, **SPROT)

    def test_takes_whoever_may_delete_the_source(self) -> None:
        builders.draft("2024_01")
        member = builders.anybody("member")

        with leaves_no_trace(), pytest.raises(NotAllowed, match="it takes a maintainer"):
            commands.delete_drafts(actor=member, **SPROT)


class TestPublishVersion:
    def test_shows_it_to_everyone(self, actor: Actor, stranger: Any) -> None:
        made = builders.draft("2024_01")

        with builders.at(NOON):
            commands.publish_version(actor=actor, **builders.address(made))

        published = stranger.get(made.subject).body
        assert (published["status"], published["external_version"]) == ("published", "2024_01")
        assert published["published_at"] == "2024-03-01T12:00:00Z"

    def test_says_who_did_what_and_why(self, actor: Actor) -> None:
        made = builders.draft("2024_01", on="2024-01-24")

        with leaves_trace("publish_version", "version.published") as row:
            commands.publish_version(actor=actor, **builders.address(made), reason="checked")

        assert (row.user_id, row.entity_label) == (actor.user_id, "uniprot/sprot@1.0.0")
        assert row.metadata == {
            "before": {"status": "draft"},
            "after": {"status": "published", "license": None, "effective_date": "2024-01-24"},
            "reason": "checked",
        }

    def test_announces_it_as_get_shows_it(self, actor: Actor, stranger: Any) -> None:
        made = builders.draft("2024_01", on="2024-01-24")

        with leaves_trace("publish_version", "version.published") as row:
            commands.publish_version(actor=actor, **builders.address(made))

        assert row.event.subject == "sources/uniprot/sprot/versions/1.0.0"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert row.event.data["resource"] == stranger.get(made.subject).body

    @pytest.mark.parametrize(
        ("released", "seen", "counts", "basis"),
        [
            (date(2024, 1, 24), date(2024, 1, 30), date(2024, 1, 24), "released"),
            (None, date(2024, 1, 30), date(2024, 1, 30), "seen"),
            (None, None, date(2024, 3, 1), "published"),
        ],
        ids=["released", "seen", "published"],
    )
    def test_counts_from_the_best_known_day(
        self, released: date | None, seen: date | None, counts: date, basis: str
    ) -> None:
        made = builders.draft("2024_01", release_date=released)
        Version.objects.filter(id=made.id).update(seen_on=seen)

        with builders.at(NOON):
            commands.publish_version(actor=builders.BUILDER, **builders.address(made))

        published = shown("2024_01")
        assert (published.effective_date, published.date_basis) == (counts, basis)

    @pytest.mark.parametrize(
        ("of_source", "of_organization", "copied"),
        [("CC0-1.0", "CC-BY-4.0", "CC0-1.0"), (None, "CC-BY-4.0", "CC-BY-4.0"), (None, None, None)],
        ids=["the source's", "else the organization's", "else none"],
    )
    def test_copies_the_licence(
        self, of_source: str | None, of_organization: str | None, copied: str | None
    ) -> None:
        sources.update_source(actor=builders.BUILDER, **SPROT, license=of_source)
        organizations.update_organization(
            actor=builders.BUILDER, organization="uniprot", license=of_organization
        )

        builders.release("2024_01")
        sources.update_source(actor=builders.BUILDER, **SPROT, license="MIT")

        assert shown("2024_01").license == copied

    @pytest.mark.parametrize("fate", FATES)
    def test_refuses_what_is_published_already(self, actor: Actor, fate: str) -> None:
        made = builders.stand(builders.release("2024_01"), fate)

        with leaves_no_trace(), pytest.raises(AlreadyPublished):
            commands.publish_version(actor=actor, **builders.address(made))

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(VersionNotFound):
            commands.publish_version(actor=actor, **SPROT, version="9.9.9")
