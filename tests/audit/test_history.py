"""The trail for reading: what was done to one thing, newest first."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from apps.audit.actions import AuditAction
from apps.audit.dtos import AuditEntry
from apps.audit.queries import list_history
from apps.audit.recording import Entity, record
from apps.core.actor import Actor
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
    statements = 4  # a savepoint, its being read-only, the rows, its release
    for limit in (1, 10):
        with django_assert_num_queries(statements):
            list_history(GO.id, limit=limit)


def test_it_tells_no_address(actor: Actor, stranger: Api, api: Api) -> None:
    api.post("organizations", {"slug": "uniprot", "name": "UniProt"})
    answer = stranger.get("organizations/uniprot/audit")
    (row,) = answer.body["results"]
    assert set(row) == {
        "id", "action", "user_id", "actor_label", "entity_type", "entity_id", "entity_label",
        "metadata", "request_id", "created_at",
    }  # fmt: skip
    assert "127.0.0.1" not in str(answer.body)
