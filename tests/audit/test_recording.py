"""Nothing changes without a trace, and what is refused leaves none."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.audit.actions import AuditAction
from apps.audit.models import AuditLog, AuditOrigin
from apps.audit.policy import May, Scope
from apps.audit.recording import (
    Entity,
    UnauditedCommand,
    command,
    nothing_changed,
    record,
    record_many,
)
from apps.core.actor import Actor, Grant
from apps.core.errors import CredentialsInvalid, CredentialsRequired, NotAllowed, ReasonRequired
from apps.core.ids import uuid7
from apps.core.services import Clock, services
from apps.organizations.models import Organization
from tests import builders
from tests.conftest import leaves_no_trace, leaves_trace

GO = Entity(type="organization", id=UUID(int=9), label="go")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SELECT = """
    SELECT 'organization' AS entity_type, id AS entity_id, slug AS entity_label,
           jsonb_build_object('after', jsonb_build_object('name', name)) AS metadata
      FROM organizations_organization WHERE slug > %s
"""


def _insert(slug: str) -> None:
    Organization.objects.create(slug=slug, name=slug.upper(), created_at=NOON, updated_at=NOON)


def _slugs() -> list[str]:
    return list(Organization.objects.order_by("slug").values_list("slug", flat=True))


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def insert_audited(*, actor: Actor, slug: str) -> None:
    _insert(slug)
    record(AuditAction.CREATE_ORGANIZATION, GO, actor=actor, after={"slug": slug})


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def insert_unaudited(*, actor: Actor, slug: str) -> None:
    _insert(slug)


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def insert_both(*, actor: Actor) -> None:
    _insert("outer")
    insert_audited(actor=actor, slug="inner")


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def insert_and_refuse(*, actor: Actor) -> None:
    insert_audited(actor=actor, slug="inner")
    raise ReasonRequired


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def insert_and_recover(*, actor: Actor, audited: bool) -> None:
    _insert("outer")
    try:
        insert_and_refuse(actor=actor)
    except ReasonRequired:
        if audited:
            record(AuditAction.CREATE_ORGANIZATION, GO, actor=actor)


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def change_nothing(*, actor: Actor) -> str:
    nothing_changed()
    return "as it was"


class TestCommand:
    def test_a_command_without_a_trace_is_a_bug_and_undone(self, db: None, operator: Actor) -> None:
        with pytest.raises(UnauditedCommand, match="insert_unaudited"), leaves_no_trace():
            insert_unaudited(actor=operator, slug="go")
        assert _slugs() == []

    def test_the_trace_of_one_command_is_none_for_the_next(self, db: None, operator: Actor) -> None:
        insert_audited(actor=operator, slug="go")
        with pytest.raises(UnauditedCommand):
            insert_unaudited(actor=operator, slug="hgnc")
        assert _slugs() == ["go"]

    def test_a_command_inside_another_leaves_its_own_trace_alone(
        self, db: None, operator: Actor
    ) -> None:
        with pytest.raises(UnauditedCommand, match="insert_both"), leaves_no_trace():
            insert_both(actor=operator)
        assert _slugs() == []

    def test_what_is_undone_inside_counts_for_nothing(self, db: None, operator: Actor) -> None:
        with pytest.raises(UnauditedCommand, match="insert_and_recover"), leaves_no_trace():
            insert_and_recover(actor=operator, audited=False)
        with leaves_trace("create_organization"):
            insert_and_recover(actor=operator, audited=True)
        assert _slugs() == ["outer"]

    def test_a_refusal_takes_everything_along(self, db: None, operator: Actor) -> None:
        with pytest.raises(ReasonRequired), leaves_no_trace():
            insert_and_refuse(actor=operator)
        assert _slugs() == []

    def test_what_commits_commits_with_its_trace(self, committed: None, operator: Actor) -> None:
        insert_audited(actor=operator, slug="go")
        with pytest.raises(UnauditedCommand):
            insert_unaudited(actor=operator, slug="hgnc")
        connection.close()
        assert _slugs() == ["go"]
        assert AuditLog.objects.count() == 1

    def test_finding_all_as_it_should_be_is_no_change(self, db: None, operator: Actor) -> None:
        with leaves_no_trace():
            assert change_nothing(actor=operator) == "as it was"

    def test_who_may_is_asked_before_anything_happens(self, db: None, actor: Actor) -> None:
        nobody = Actor(request_id=actor.request_id, label="anonymous")
        somebody = Actor(request_id=actor.request_id, label="ada", user_id=UUID(int=5))
        eve = builders.person("eve")
        with leaves_no_trace():
            for asking, refusal in (
                (nobody, CredentialsRequired),
                (somebody, CredentialsInvalid),
                (eve, NotAllowed),
            ):
                with pytest.raises(refusal):
                    insert_audited(actor=asking, slug="go")
        assert _slugs() == []

    def test_a_command_tells_what_it_declares(self) -> None:
        declared: Any = insert_audited
        assert (declared.is_command, declared.may, declared.on, declared.scope) == (
            True, May.SYSTEM, None, Scope.ADMIN,
        )  # fmt: skip
        assert declared.__name__ == "insert_audited"

    @pytest.mark.parametrize("missing", ["may", "on", "scope"])
    def test_a_command_that_does_not_declare_all_is_none(self, missing: str) -> None:
        declared: dict[str, Any] = {"may": May.SELF, "on": None, "scope": Scope.READ}
        with pytest.raises(TypeError, match=missing):
            command(**{name: value for name, value in declared.items() if name != missing})

    def test_an_open_transaction_around_a_command_may_still_be_undone(
        self, db: None, operator: Actor
    ) -> None:
        with leaves_no_trace(), transaction.atomic():
            insert_audited(actor=operator, slug="go")
            transaction.set_rollback(True)
        assert _slugs() == []


class TestRecord:
    def test_it_says_who_did_what_to_what_when_and_why(self, actor: Actor) -> None:
        with services.replaced(clock=Clock(lambda: NOON)):
            record(
                AuditAction.UPDATE_ORGANIZATION, GO, actor=actor, reason="a typo",
                before={"name": "OG"}, after={"name": "GO"},
            )  # fmt: skip
        row = AuditLog.objects.get(action="update_organization")
        assert (row.user_id, row.actor_label) == (actor.user_id, "curie")
        assert (row.entity_type, row.entity_id, row.entity_label) == (GO.type, GO.id, GO.label)
        assert (row.request_id, row.token_id, row.created_at) == (actor.request_id, None, NOON)
        assert row.metadata == {
            "before": {"name": "OG"}, "after": {"name": "GO"}, "reason": "a typo",
        }  # fmt: skip
        assert row.id.version == 7

    def test_the_system_has_a_label_and_no_id(self, db: None, operator: Actor) -> None:
        record(AuditAction.CREATE_USER, GO, actor=operator)
        row = AuditLog.objects.get()
        assert (row.user_id, row.actor_label, row.metadata) == (None, "test", {})

    def test_the_token_that_was_used_is_named(self, actor: Actor) -> None:
        grant = Grant(token_id=uuid7(), scopes=frozenset({"admin"}))
        by_token = Actor(
            request_id=actor.request_id, user_id=actor.user_id, label="curie", grant=grant
        )
        record(AuditAction.CREATE_ORGANIZATION, GO, actor=by_token)
        assert AuditLog.objects.get(token_id=grant.token_id).action == "create_organization"

    def test_instants_and_ids_are_kept_as_clients_see_them(self, db: None, operator: Actor) -> None:
        record(AuditAction.CREATE_USER, GO, actor=operator, after={"id": GO.id, "at": NOON})
        assert AuditLog.objects.get().metadata == {
            "after": {"id": str(GO.id), "at": "2026-03-01T12:00:00Z"}
        }

    def test_where_it_came_from_stands_beside_under_a_salt(self, actor: Actor) -> None:
        for _ in range(2):
            record(AuditAction.CREATE_ORGANIZATION, GO, actor=actor)
        rows = AuditLog.objects.filter(action="create_organization")
        origins = AuditOrigin.objects.filter(audit_id__in=rows.values("id"))
        assert {(o.ip_address, o.user_agent) for o in origins} == {("192.0.2.7", "curl/8")}
        salts = [bytes(origin.salt or b"") for origin in origins]
        assert [len(salt) for salt in salts] == [16, 16]
        assert len(set(salts)) == 2

    def test_what_came_from_nowhere_has_no_origin(self, db: None, operator: Actor) -> None:
        record(AuditAction.CREATE_USER, GO, actor=operator)
        assert not AuditOrigin.objects.exists()

    def test_it_logs_one_structured_line_once_it_is_sure(
        self,
        actor: Actor,
        caplog: pytest.LogCaptureFixture,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        with _listening(caplog), django_capture_on_commit_callbacks(execute=True):
            record(AuditAction.CREATE_ORGANIZATION, GO, actor=actor)
        (line,) = caplog.records
        told: Any = line.msg
        assert (told["event"], told["action"], told["entity"], told["actor"]) == (
            "audit", "create_organization", "organization go", "curie",
        )  # fmt: skip
        assert told["request_id"] == str(actor.request_id)


class TestRecordMany:
    def test_each_selected_row_leaves_a_trace_of_its_own(self, actor: Actor) -> None:
        for slug in ("chebi", "go", "hgnc"):
            _insert(slug)
        with services.replaced(clock=Clock(lambda: NOON)):
            count = record_many(AuditAction.CREATE_ORGANIZATION, SELECT, ["chebi"], actor=actor)
        rows = AuditLog.objects.filter(action="create_organization").order_by("entity_label")
        assert count == len(rows) == 2
        assert [(row.entity_label, row.metadata) for row in rows] == [
            ("go", {"after": {"name": "GO"}}), ("hgnc", {"after": {"name": "HGNC"}}),
        ]  # fmt: skip
        for row in rows:
            assert (row.user_id, row.actor_label, row.request_id, row.created_at) == (
                actor.user_id, "curie", actor.request_id, NOON,
            )  # fmt: skip
            assert row.id.version == 7
            assert row.entity_id == Organization.objects.get(slug=row.entity_label).id

    def test_rows_stand_in_the_order_in_which_they_were_recorded(self, actor: Actor) -> None:
        _insert("go")
        for action in (AuditAction.UPDATE_ORGANIZATION, AuditAction.CREATE_ORGANIZATION):
            record_many(action, SELECT, [""], actor=actor)
        assert AuditLog.objects.latest("id").action == "create_organization"

    def test_nothing_selected_is_no_trace(self, db: None, operator: Actor) -> None:
        @command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
        def import_nothing(*, actor: Actor) -> None:
            record_many(AuditAction.CREATE_ORGANIZATION, SELECT, ["zzz"], actor=actor)

        with pytest.raises(UnauditedCommand), leaves_no_trace():
            import_nothing(actor=operator)

    def test_something_selected_is_a_trace(self, db: None, operator: Actor) -> None:
        @command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
        def import_some(*, actor: Actor) -> int:
            _insert("go")
            return record_many(AuditAction.CREATE_ORGANIZATION, SELECT, [""], actor=actor)

        with leaves_trace("create_organization"):
            assert import_some(actor=operator) == 1

    def test_values_are_parameters_and_never_sql(self, db: None, operator: Actor) -> None:
        _insert("go")
        hostile = "'; DELETE FROM organizations_organization; --"
        record_many(AuditAction.CREATE_ORGANIZATION, SELECT, [hostile], actor=operator)
        assert _slugs() == ["go"]


@contextmanager
def _listening(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What the block logs, and nothing before it, is in `caplog`."""
    log = logging.getLogger("bdp")
    log.addHandler(caplog.handler)
    caplog.clear()
    try:
        with caplog.at_level(logging.INFO, "bdp"):
            yield
    finally:
        log.removeHandler(caplog.handler)
