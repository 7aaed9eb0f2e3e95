"""The trail for reading: what was done to one thing, newest first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import pytest

from apps.audit.actions import AuditAction
from apps.audit.dtos import AuditEntry
from apps.audit.narrowing import Filters
from apps.audit.policy import TokenTooNarrow
from apps.audit.queries import list_history, list_trail
from apps.audit.recording import Entity, record
from apps.core.actor import Actor
from apps.core.errors import CredentialsRequired, NotAllowed
from tests import builders
from tests.builders import at
from tests.clients import Api

START = datetime(2026, 3, 1, tzinfo=UTC)
GO = Entity(type="organization", id=UUID(int=9), label="go")
HGNC = Entity(type="organization", id=UUID(int=8), label="hgnc")


def _recorded(actor: Actor, *entities: Entity, same_instant: bool = False) -> None:
    for number, entity in enumerate(entities):
        with at(START + timedelta(minutes=0 if same_instant else number)):
            record(AuditAction.UPDATE_ORGANIZATION, entity, actor=actor, after={"number": number})


def _numbers(entries: tuple[AuditEntry, ...]) -> list[int]:
    return [entry.metadata["after"]["number"] for entry in entries]


def test_it_tells_of_one_thing_newest_first(actor: Actor) -> None:
    _recorded(actor, GO, HGNC, GO, GO)
    assert _numbers(list_history(GO.id).results) == [3, 2, 0]
    assert _numbers(list_history(HGNC.id).results) == [1]
    assert list_history(UUID(int=7)).results == ()


def test_what_happened_in_one_instant_is_told_in_order(actor: Actor) -> None:
    _recorded(actor, GO, GO, GO, same_instant=True)
    first = list_history(GO.id, limit=2)
    second = list_history(GO.id, limit=2, cursor=first.next or "")
    assert _numbers(first.results + second.results) == [2, 1, 0]


def test_it_takes_one_statement_however_long_it_is(
    actor: Actor, django_assert_num_queries: Any
) -> None:
    _recorded(actor, *[GO] * 12)
    statements = 3  # a savepoint that is read-only, the rows, its release
    for limit in (1, 10):
        with django_assert_num_queries(statements):
            list_history(GO.id, limit=limit)


def test_auditors_read_all_of_it_or_what_they_ask_for(db: None, actor: Actor) -> None:
    somebody = replace(actor, user_id=UUID(int=5), label="somebody")
    _recorded(actor, GO)
    _recorded(somebody, GO, HGNC)
    auditor = builders.anybody("auditor")

    def told(**asked: Any) -> list[tuple[str, str]]:
        entries = list_trail(actor=auditor, only=cast("Filters", asked)).results
        return [(entry.actor_label, entry.entity_label) for entry in entries]

    everything = told()
    assert everything[-3:] == [("somebody", "hgnc"), ("somebody", "go"), ("curie", "go")]
    assert told(user_id=actor.user_id) == [("curie", "go")]
    assert told(entity_id=GO.id) == [("somebody", "go"), ("curie", "go")]
    assert told(entity_id=GO.id, user_id=UUID(int=5)) == [("somebody", "go")]
    assert told(action="update_organization") == everything[-3:]
    assert told(action="delete_organization") == []


@pytest.mark.parametrize("who", ["stranger", "user", "member", "owner", "curator"])
def test_nobody_else_reads_all_of_it(db: None, who: str) -> None:
    builders.organization("uniprot")

    with pytest.raises(CredentialsRequired if who == "stranger" else NotAllowed):
        list_trail(actor=builders.anybody(who))


@pytest.mark.parametrize("who", ["auditor", "superuser"])
def test_an_auditors_token_of_one_organization_reads_no_more_of_it(db: None, who: str) -> None:
    builders.organization("uniprot")
    auditor = builders.anybody(who)

    assert list_trail(actor=auditor).results
    with pytest.raises(TokenTooNarrow, match="made for one organization"):
        list_trail(actor=builders.limited(auditor, "admin", "uniprot"))


def test_it_tells_no_address(actor: Actor, stranger: Api, api: Api) -> None:
    api.post("organizations", {"slug": "uniprot", "name": "UniProt"})
    answer = stranger.get("organizations/uniprot/audit")
    (row,) = answer.body["results"]
    assert set(row) == {
        "id", "action", "user_id", "actor_label", "entity_type", "entity_id", "entity_label",
        "metadata", "request_id", "created_at",
    }  # fmt: skip
    assert "127.0.0.1" not in str(answer.body)
