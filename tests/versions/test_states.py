"""How a published version moves between its states, and what is kept of each move."""

from typing import Any

import pytest

from apps.core.actor import Actor
from apps.core.errors import InvalidRequest
from apps.versions import commands
from apps.versions.errors import (
    NotPublished,
    VersionNotFound,
    VersionReasonRequired,
)
from tests import builders
from tests.conftest import leaves_no_trace, leaves_trace
from tests.versions.conftest import JUNE, OLD, PUBLISHED, SPROT, SUCCESSOR, shown, stood

pytestmark = pytest.mark.usefixtures("two_releases")


class TestDeprecateVersion:
    def test_warns_everybody_off(self, actor: Actor) -> None:
        with builders.at(JUNE):
            commands.deprecate_version(
                actor=actor, **OLD, reason="wrong taxa", superseded_by=SUCCESSOR
            )

        version = shown()
        assert (version.status, version.reason) == ("deprecated", "wrong taxa")
        assert (version.superseded_by, version.updated_at) == (SUCCESSOR, JUNE)

    def test_says_who_did_what_and_why(self, actor: Actor) -> None:
        with leaves_trace("deprecate_version", "version.deprecated") as row:
            commands.deprecate_version(actor=actor, **OLD, reason="wrong taxa")

        assert (row.user_id, row.entity_label) == (actor.user_id, "uniprot/sprot@1.0.0")
        assert row.metadata == {
            "before": {"status": "published", "reason": None},
            "after": {"status": "deprecated", "reason": "wrong taxa"},
            "reason": "wrong taxa",
        }

    def test_announces_it_as_get_shows_it(self, actor: Actor, stranger: Any) -> None:
        with leaves_trace("deprecate_version", "version.deprecated") as row:
            commands.deprecate_version(actor=actor, **OLD, reason="wrong taxa")

        assert row.event.subject == "sources/uniprot/sprot/versions/1.0.0"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert row.event.data["resource"] == stranger.get(row.event.subject).body

    def test_keeps_the_instant(self, actor: Actor) -> None:
        with builders.at(JUNE):
            commands.deprecate_version(actor=actor, **OLD, reason="wrong taxa")

        assert stood() == [
            ("published", None, None, PUBLISHED),
            ("deprecated", "wrong taxa", None, JUNE),
        ]

    def test_may_say_more_later(self, actor: Actor) -> None:
        commands.deprecate_version(actor=actor, **OLD, reason="wrong taxa")

        with leaves_trace("deprecate_version", "version.deprecated") as row:
            commands.deprecate_version(
                actor=actor, **OLD, reason="wrong taxa", superseded_by=SUCCESSOR
            )

        assert row.metadata["after"] == {"superseded_by": SUCCESSOR}
        assert [state[2] for state in stood()] == [None, None, SUCCESSOR]

    def test_writes_nothing_for_the_same_reason_again(self, actor: Actor) -> None:
        commands.deprecate_version(actor=actor, **OLD, reason="wrong taxa")
        before = shown(), stood()

        with leaves_no_trace():
            commands.deprecate_version(actor=actor, **OLD, reason="wrong taxa")

        assert (shown(), stood()) == before

    @pytest.mark.parametrize(
        "spelled", ["1.1.0", "2024_02", "latest", "{id}"], ids=["number", "name", "latest", "id"]
    )
    def test_names_its_successor_in_one_way(self, actor: Actor, spelled: str) -> None:
        address = "uniprot:SPROT@" + spelled.format(id=shown("2024_02").id)

        commands.deprecate_version(actor=actor, **OLD, reason="x", superseded_by=address)

        assert shown().superseded_by == SUCCESSOR

    @pytest.mark.parametrize(
        "spelled",
        [
            "2024_02",
            "uniprot/sprot@1.1.0",
            "uniprot:sprot",
            "uniprot:sprot@",
            SUCCESSOR[:-5] + "1.0.0",
        ],
    )
    def test_refuses_a_successor_that_is_no_other_version(self, actor: Actor, spelled: str) -> None:
        with leaves_no_trace(), pytest.raises(InvalidRequest) as refusal:
            commands.deprecate_version(actor=actor, **OLD, reason="x", superseded_by=spelled)

        assert [error.field for error in refusal.value.errors] == ["superseded_by"]

    @pytest.mark.parametrize(
        "unknown", ["nobody:sprot@1.0.0", "uniprot:x@1.0.0", "uniprot:sprot@3"]
    )
    def test_refuses_a_successor_that_nobody_knows(self, actor: Actor, unknown: str) -> None:
        with leaves_no_trace(), pytest.raises(InvalidRequest, match="superseded_by"):
            commands.deprecate_version(actor=actor, **OLD, reason="x", superseded_by=unknown)

    def test_refuses_a_draft_as_successor(self, actor: Actor) -> None:
        builders.draft("2024_03")

        with leaves_no_trace(), pytest.raises(InvalidRequest, match="superseded_by"):
            commands.deprecate_version(
                actor=actor, **OLD, reason="x", superseded_by="uniprot:sprot@2024_03"
            )

    def test_needs_a_reason(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(VersionReasonRequired, match="Say why"):
            commands.deprecate_version(actor=actor, **OLD)

        assert shown().status == "published"

    @pytest.mark.parametrize("status", ["draft", "yanked"])
    def test_refuses_what_is_not_public(self, actor: Actor, status: str) -> None:
        if status == "draft":
            builders.draft("2024_03")
        else:
            builders.stand(builders.release("2024_03"), status)

        with leaves_no_trace(), pytest.raises(NotPublished, match=status):
            commands.deprecate_version(actor=actor, **SPROT, version="2024_03", reason="x")

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(VersionNotFound):
            commands.deprecate_version(actor=actor, **SPROT, version="9.9.9", reason="x")
