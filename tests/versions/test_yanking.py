"""Yanked and unyanked: the move, its instant, its trace, and what it refuses."""

from typing import Any

import pytest

from apps.core.actor import Actor
from apps.versions import commands
from apps.versions.errors import (
    NotPublished,
    NotYanked,
    VersionNotFound,
    VersionReasonRequired,
)
from tests import builders
from tests.conftest import leaves_no_trace, leaves_trace
from tests.versions.conftest import (
    AUGUST,
    JULY,
    JUNE,
    OLD,
    PUBLISHED,
    SPROT,
    SUCCESSOR,
    shown,
    stood,
)

pytestmark = pytest.mark.usefixtures("two_releases")


class TestYankVersion:
    def test_keeps_it_from_being_chosen_but_not_from_being_read(self, actor: Actor) -> None:
        commands.yank_version(actor=actor, **SPROT, version="latest", reason="corrupt")

        assert shown("latest").external_version == "2024_01"
        assert (shown("2024_02").status, shown("1.1.0").reason) == ("yanked", "corrupt")

    def test_says_who_did_what_and_why(self, actor: Actor) -> None:
        with leaves_trace("yank_version", "version.yanked") as row:
            commands.yank_version(actor=actor, **OLD, reason="corrupt")

        assert (row.user_id, row.entity_label) == (actor.user_id, "uniprot/sprot@1.0.0")
        assert row.metadata == {
            "before": {"status": "published", "reason": None},
            "after": {"status": "yanked", "reason": "corrupt"},
            "reason": "corrupt",
        }

    def test_announces_it_as_get_shows_it(self, actor: Actor, stranger: Any) -> None:
        with leaves_trace("yank_version", "version.yanked") as row:
            commands.yank_version(actor=actor, **OLD, reason="corrupt")

        assert row.event.subject == "sources/uniprot/sprot/versions/1.0.0"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert row.event.data["resource"] == stranger.get(row.event.subject).body

    def test_keeps_the_successor_of_a_deprecated_one(self, actor: Actor) -> None:
        commands.deprecate_version(actor=actor, **OLD, reason="old", superseded_by=SUCCESSOR)

        commands.yank_version(actor=actor, **OLD, reason="corrupt")

        assert (shown().reason, shown().superseded_by) == ("corrupt", SUCCESSOR)

    def test_may_tell_another_reason_later(self, actor: Actor) -> None:
        commands.yank_version(actor=actor, **OLD, reason="corrupt")

        with leaves_trace("yank_version", "version.yanked"):
            commands.yank_version(actor=actor, **OLD, reason="corrupt and withdrawn")

        assert [state[1] for state in stood()] == [None, "corrupt", "corrupt and withdrawn"]

    def test_writes_nothing_for_the_same_reason_again(self, actor: Actor) -> None:
        commands.yank_version(actor=actor, **OLD, reason="corrupt")
        before = shown(), stood()

        with leaves_no_trace():
            commands.yank_version(actor=actor, **OLD, reason="corrupt")

        assert (shown(), stood()) == before

    def test_needs_a_reason_of_its_own(self, actor: Actor) -> None:
        commands.deprecate_version(actor=actor, **OLD, reason="old")

        with leaves_no_trace(), pytest.raises(VersionReasonRequired):
            commands.yank_version(actor=actor, **OLD)

    def test_refuses_a_draft(self, actor: Actor) -> None:
        builders.draft("2024_03")

        with leaves_no_trace(), pytest.raises(NotPublished, match="a draft"):
            commands.yank_version(actor=actor, **SPROT, version="2024_03", reason="x")

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(VersionNotFound):
            commands.yank_version(actor=actor, **SPROT, version="9.9.9", reason="x")


class TestUnyankVersion:
    def test_makes_a_published_version_what_it_was(self, actor: Actor) -> None:
        commands.yank_version(actor=actor, **OLD, reason="corrupt")

        commands.unyank_version(actor=actor, **OLD)

        assert (shown().status, shown().reason) == ("published", None)

    def test_brings_a_deprecation_back_with_its_reason_and_successor(self, actor: Actor) -> None:
        with builders.at(JUNE):
            commands.deprecate_version(actor=actor, **OLD, reason="old", superseded_by=SUCCESSOR)
        with builders.at(JULY):
            commands.yank_version(actor=actor, **OLD, reason="corrupt")
        with builders.at(AUGUST):
            commands.unyank_version(actor=actor, **OLD, reason="files repaired")

        version = shown()
        assert (version.status, version.reason) == ("deprecated", "old")
        assert version.superseded_by == SUCCESSOR
        assert stood() == [
            ("published", None, None, PUBLISHED),
            ("deprecated", "old", SUCCESSOR, JUNE),
            ("yanked", "corrupt", SUCCESSOR, JULY),
            ("deprecated", "old", SUCCESSOR, AUGUST),
        ]

    def test_looks_past_a_second_yank(self, actor: Actor) -> None:
        for reason in ("corrupt", "corrupt and withdrawn"):
            commands.yank_version(actor=actor, **OLD, reason=reason)

        commands.unyank_version(actor=actor, **OLD)

        assert shown().status == "published"

    def test_says_who_did_what_and_why(self, actor: Actor) -> None:
        commands.yank_version(actor=actor, **OLD, reason="corrupt")

        with leaves_trace("unyank_version", "version.unyanked") as row:
            commands.unyank_version(actor=actor, **OLD, reason="files repaired")

        assert (row.user_id, row.entity_label) == (actor.user_id, "uniprot/sprot@1.0.0")
        assert row.metadata == {
            "before": {"status": "yanked", "reason": "corrupt"},
            "after": {"status": "published", "reason": None},
            "reason": "files repaired",
        }

    def test_announces_it_as_get_shows_it(self, actor: Actor, stranger: Any) -> None:
        commands.yank_version(actor=actor, **OLD, reason="corrupt")

        with leaves_trace("unyank_version", "version.unyanked") as row:
            commands.unyank_version(actor=actor, **OLD)

        assert row.event.subject == "sources/uniprot/sprot/versions/1.0.0"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert row.event.data["resource"] == stranger.get(row.event.subject).body

    @pytest.mark.parametrize("status", ["draft", "published", "deprecated"])
    def test_refuses_what_is_not_yanked(self, actor: Actor, status: str) -> None:
        if status == "draft":
            builders.draft("2024_03")
        else:
            builders.stand(builders.release("2024_03"), status)

        with leaves_no_trace(), pytest.raises(NotYanked, match=status):
            commands.unyank_version(actor=actor, **SPROT, version="2024_03")

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(VersionNotFound):
            commands.unyank_version(actor=actor, **SPROT, version="9.9.9")
