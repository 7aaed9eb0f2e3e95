"""Sources that end: deleted while nothing of them was published, archived, brought back."""

from typing import Any

import pytest

from apps.audit.models import AuditLog
from apps.core.actor import Actor
from apps.events.models import Event
from apps.organizations.errors import OrganizationNotFound
from apps.sources import commands, queries
from apps.sources.errors import (
    SourceHasPublishedVersions,
    SourceNotFound,
)
from tests import builders
from tests.conftest import leaves_no_trace, leaves_trace
from tests.sources.facts import NOON, SPROT


@pytest.fixture(autouse=True)
def _uniprot(db: None) -> None:
    builders.organization("uniprot")


@pytest.fixture
def sprot() -> str:
    return builders.source("sprot")


@pytest.mark.usefixtures("sprot")
class TestDeleteSource:
    def test_makes_it_unknown(self, actor: Actor) -> None:
        commands.delete_source(actor=actor, **SPROT)

        with pytest.raises(SourceNotFound):
            queries.get_source(**SPROT)

    def test_keeps_all_it_was_in_the_trail(self, actor: Actor, stranger: Any) -> None:
        last = stranger.get("sources/uniprot/sprot").body

        with leaves_trace("delete_source", "source.deleted") as row:
            commands.delete_source(actor=actor, **SPROT, reason="a mistake")

        assert (row.user_id, str(row.entity_id)) == (actor.user_id, last["id"])
        assert row.entity_label == "uniprot/sprot"
        assert row.metadata == {"before": last, "reason": "a mistake"}

    def test_announces_it_as_get_showed_it_last(self, actor: Actor, stranger: Any) -> None:
        last = stranger.get("sources/uniprot/sprot").body

        with leaves_trace("delete_source", "source.deleted") as row:
            commands.delete_source(actor=actor, **SPROT)

        assert row.event.subject == "sources/uniprot/sprot"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert (row.event.data["id"], row.event.data["resource"]) == (last["id"], last)

    def test_takes_its_drafts_along_each_with_its_own_trace(self, actor: Actor) -> None:
        drafts = [builders.draft(name) for name in ("2024_01", "2024_02")]
        before = AuditLog.objects.count(), Event.objects.count()

        commands.delete_source(actor=actor, **SPROT, reason="a mistake")

        rows = list(AuditLog.objects.order_by("id"))[before[0] :]
        events = list(Event.objects.order_by("id"))[before[1] :]
        assert [row.action for row in rows] == ["delete_version"] * 2 + ["delete_source"]
        assert [event.type for event in events] == [
            "org.bdp.version.deleted", "org.bdp.version.deleted", "org.bdp.source.deleted",
        ]  # fmt: skip
        assert {row.entity_id for row in rows[:2]} == {made.id for made in drafts}
        assert {row.metadata["reason"] for row in rows} == {"a mistake"}

    @pytest.mark.parametrize("fate", ["published", "deprecated", "yanked"])
    def test_refuses_once_something_was_published(self, actor: Actor, fate: str) -> None:
        builders.stand(builders.release("2024_01"), fate)
        builders.draft("2024_02")

        with leaves_no_trace(), pytest.raises(SourceHasPublishedVersions, match="archive it"):
            commands.delete_source(actor=actor, **SPROT)

        assert queries.get_source(**SPROT).slug == "sprot"

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(SourceNotFound):
            commands.delete_source(actor=actor, organization="uniprot", source="nothing")
        with leaves_no_trace(), pytest.raises(OrganizationNotFound):
            commands.delete_source(actor=actor, organization="nobody", source="sprot")


@pytest.mark.usefixtures("sprot")
class TestArchiveSource:
    def test_keeps_the_instant(self, actor: Actor) -> None:
        with builders.at(NOON):
            commands.archive_source(actor=actor, **SPROT)

        shown = queries.get_source(**SPROT)
        assert shown.archived_at == NOON

    def test_says_when_and_why(self, actor: Actor) -> None:
        with builders.at(NOON), leaves_trace("archive_source", "source.archived") as row:
            commands.archive_source(actor=actor, **SPROT, reason="merged")

        assert (row.user_id, row.entity_label) == (actor.user_id, "uniprot/sprot")
        assert row.metadata == {
            "before": {"archived_at": None},
            "after": {"archived_at": "2024-01-24T12:00:00Z"},
            "reason": "merged",
        }

    def test_announces_it_as_get_shows_it(self, actor: Actor, stranger: Any) -> None:
        with leaves_trace("archive_source", "source.archived") as row:
            commands.archive_source(actor=actor, **SPROT)

        assert row.event.subject == "sources/uniprot/sprot"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert row.event.data["resource"] == stranger.get("sources/uniprot/sprot").body

    def test_writes_nothing_the_second_time(self, actor: Actor) -> None:
        commands.archive_source(actor=actor, **SPROT)
        before = queries.get_source(**SPROT)

        with leaves_no_trace():
            commands.archive_source(actor=actor, **SPROT, reason="again")

        assert queries.get_source(**SPROT) == before

    def test_leaves_its_versions_where_they_are(self, actor: Actor, stranger: Any) -> None:
        builders.release("2024_01")

        commands.archive_source(actor=actor, **SPROT)

        assert stranger.get("sources/uniprot/sprot/versions/2024_01").status == 200

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(SourceNotFound):
            commands.archive_source(actor=actor, organization="uniprot", source="nothing")


@pytest.mark.usefixtures("sprot")
class TestUnarchiveSource:
    @pytest.fixture(autouse=True)
    def _archived(self, sprot: str) -> None:
        with builders.at(NOON):
            commands.archive_source(actor=builders.BUILDER, **SPROT)

    def test_forgets_the_instant(self, actor: Actor) -> None:
        commands.unarchive_source(actor=actor, **SPROT)

        shown = queries.get_source(**SPROT)
        assert shown.archived_at is None
        assert shown.updated_at > NOON

    def test_says_since_when_it_had_been_archived(self, actor: Actor) -> None:
        with leaves_trace("unarchive_source", "source.unarchived") as row:
            commands.unarchive_source(actor=actor, **SPROT, reason="revived")

        assert (row.user_id, row.entity_label) == (actor.user_id, "uniprot/sprot")
        assert row.metadata == {
            "before": {"archived_at": "2024-01-24T12:00:00Z"},
            "after": {"archived_at": None},
            "reason": "revived",
        }

    def test_announces_it_as_get_shows_it(self, actor: Actor, stranger: Any) -> None:
        with leaves_trace("unarchive_source", "source.unarchived") as row:
            commands.unarchive_source(actor=actor, **SPROT)

        assert row.event.subject == "sources/uniprot/sprot"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert row.event.data["resource"] == stranger.get("sources/uniprot/sprot").body

    def test_writes_nothing_the_second_time(self, actor: Actor) -> None:
        commands.unarchive_source(actor=actor, **SPROT)

        with leaves_no_trace():
            commands.unarchive_source(actor=actor, **SPROT)

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(SourceNotFound):
            commands.unarchive_source(actor=actor, organization="uniprot", source="nothing")
