"""From where a request came can be erased, by who may and says why; what was done stays proven."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connections, transaction

from apps.audit.actions import AuditAction
from apps.audit.commands import erase_origins
from apps.audit.models import AuditLog, AuditOrigin, Leaf
from apps.audit.recording import REGISTRY, record
from apps.core.actor import Actor
from apps.core.errors import CredentialsRequired, InvalidRequest, NotAllowed, ReasonRequired
from apps.core.services import PRIMARY, services
from tests import builders
from tests.audit.trail import ADA, seal, write
from tests.conftest import leaves_no_trace, leaves_trace
from tests.core.test_http import assert_problem

BOB = Actor(request_id=UUID(int=3), user_id=UUID(int=4), label="bob", ip_address="192.0.2.4")
OPERATOR = Actor.system("audit")


def _known() -> set[tuple[str, str | None]]:
    """Whose addresses are known."""
    names = dict(AuditLog.objects.values_list("id", "actor_label"))
    rows = AuditOrigin.objects.exclude(ip_address=None).values_list("audit_id", "ip_address")
    return {(names[audit_id], address) for audit_id, address in rows}


def test_one_persons_are_erased_and_nobody_elses(db: None) -> None:
    write(2)
    write(1, BOB)
    with leaves_trace("erase_origins") as left:
        told = erase_origins(actor=OPERATOR, user_id=ADA.user_id, reason="Ada has asked.")
    assert told.erased == 2
    assert _known() == {("bob", "192.0.2.4")}
    assert left.metadata["reason"] == "Ada has asked."
    assert left.metadata["after"] == {"erased": 2, "of": {"user_id": str(ADA.user_id)}}
    assert "2001" not in str(left.metadata)
    assert not AuditOrigin.objects.filter(ip_address=None).exclude(salt=None).exists()


def test_what_is_older_or_of_one_request_can_be_chosen_and_both_narrow(db: None) -> None:
    write(1)
    write(1, BOB)
    (newest, oldest) = AuditLog.objects.order_by("-created_at").values_list("created_at", flat=True)
    told: dict[str, Any] = {"actor": OPERATOR, "reason": "It is old."}
    assert erase_origins(**told, before=oldest).erased == 0
    assert erase_origins(**told, before=newest, request_id=BOB.request_id).erased == 0
    assert erase_origins(**told, before=newest).erased == 1
    assert _known() == {("bob", "192.0.2.4")}
    assert erase_origins(**told, request_id=BOB.request_id).erased == 1
    with leaves_no_trace():
        assert erase_origins(**told, before=newest + timedelta(days=1)).erased == 0


def test_the_proof_of_a_row_outlives_its_address(db: None) -> None:
    write(3)
    seal()
    before = dict(Leaf.objects.values_list("audit_id", "leaf_hash"))
    erase_origins(actor=OPERATOR, request_id=ADA.request_id, reason="Ada has asked.")
    seal()
    leaves = dict(Leaf.objects.values_list("audit_id", "leaf_hash"))
    assert (len(before), len(leaves)) == (3, 4), "and the row that tells of it"
    assert leaves.items() >= before.items()
    assert _computed() == {audit_id: bytes(found) for audit_id, found in leaves.items()}


def _computed() -> dict[UUID, bytes]:
    from apps.audit.canonical import LEAF_HASH

    with connections[PRIMARY].cursor() as cursor:
        statement = f"""
            SELECT entry.id, {LEAF_HASH}
              FROM audit_leaf AS leaf JOIN audit_auditlog AS entry ON entry.id = leaf.audit_id
              LEFT JOIN audit_auditorigin AS origin ON origin.audit_id = leaf.audit_id
        """  # noqa: S608  the hash is SQL of ours
        cursor.execute(statement)
        return {audit_id: bytes(found) for audit_id, found in cursor.fetchall()}


@pytest.mark.parametrize(
    ("told", "refusal"),
    [({"request_id": UUID(int=1)}, ReasonRequired), ({"reason": "I want to."}, InvalidRequest)],
)
def test_it_takes_a_reason_and_a_choice(db: None, told: Any, refusal: type[Exception]) -> None:
    write()
    with leaves_no_trace(), pytest.raises(refusal):
        erase_origins(actor=OPERATOR, **told)
    assert _known()


@pytest.mark.parametrize("who", ["stranger", "user", "owner", "curator"])
def test_nobody_but_auditors_erases(db: None, who: str) -> None:
    builders.organization("uniprot")
    refusal = CredentialsRequired if who == "stranger" else NotAllowed
    somebody = builders.anybody(who)
    with leaves_no_trace(), pytest.raises(refusal):
        erase_origins(actor=somebody, request_id=ADA.request_id, reason="I want to.")


def test_the_programs_own_role_erases_in_no_other_way(db: None, two_roles: None) -> None:
    write()
    for statement in (
        "UPDATE audit_auditorigin SET ip_address = NULL",
        "UPDATE audit_auditorigin SET ip_address = '192.0.2.99'",
        "DELETE FROM audit_auditorigin",
        "SELECT audit_erase_origins(NULL, NULL, NULL)",
        "SELECT audit_erase_origins(NULL, NULL, now() + '1 day')",
        "INSERT INTO audit_unsealed SELECT 9, id, id, 1, NULL, now() FROM audit_auditlog",
        "SET CONSTRAINTS ALL IMMEDIATE; UPDATE audit_unsealed SET position = NULL",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(using=PRIMARY),
            connections[PRIMARY].cursor() as cursor,
        ):
            cursor.execute(statement)
    assert _known() == {("ada", "2001:db8::7")}


def test_what_was_told_before_or_of_other_rows_erases_nothing(db: None) -> None:
    write(2)
    told = {"erased": 2, "of": {"user_id": str(ADA.user_id)}}
    record(AuditAction.ERASE_ORIGINS, REGISTRY, actor=OPERATOR, after=told)
    seal()
    with pytest.raises(DatabaseError, match="without a row of the trail"):
        _called()
    record(AuditAction.ERASE_ORIGINS, REGISTRY, actor=OPERATOR, after={**told, "erased": 1})
    with pytest.raises(DatabaseError, match="tells of other origins"):
        _called()
    assert _known()
    record(AuditAction.ERASE_ORIGINS, REGISTRY, actor=OPERATOR, after=told)
    _called()
    assert not _known()


def _called() -> None:
    with transaction.atomic(using=PRIMARY), connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT audit_erase_origins(%s, NULL, NULL)", [ADA.user_id])


def test_an_auditor_says_whose_and_only_operators_erase_all_before_a_day(db: None) -> None:
    write()
    auditor, tomorrow = builders.anybody("auditor"), services.clock.now() + timedelta(days=1)
    with leaves_no_trace(), pytest.raises(NotAllowed, match="an operator"):
        erase_origins(actor=auditor, before=tomorrow, reason="I want to.")
    assert _known()
    assert erase_origins(
        actor=auditor, request_id=ADA.request_id, before=tomorrow, reason="asked"
    ).erased
    write()
    boss = builders.person("boss", is_superuser=True)
    assert erase_origins(actor=boss, before=tomorrow, reason="It is old.").erased == 1


def test_an_auditor_may_erase_their_own_and_that_they_did_is_told_with_its_origin(
    db: None, person: Any
) -> None:
    audrey = person("audrey", groups=["auditor"])
    write(1, replace(BOB, user_id=audrey.id))
    asked = {"user_id": str(audrey.id), "reason": "I may."}
    assert audrey.api.post("audit/erasures", asked).body == {"erased": 1}
    assert [told["ip_address"] for told in audrey.api.get("audit", actor="audrey").body["results"]]
    assert _known() == {("audrey", "127.0.0.1")}


def test_over_http_an_auditor_erases_with_a_token_for_it(db: None, person: Any) -> None:
    write()
    auditor = person("audrey", groups=["auditor"]).api
    asked = {"user_id": str(ADA.user_id), "reason": "Ada has asked."}
    assert auditor.post("audit/erasures", asked).body == {"erased": 1}
    assert auditor.post("audit/erasures", asked).body == {"erased": 0}
    answer = auditor.post("audit/erasures", {"user_id": str(ADA.user_id)})
    assert_problem(answer, 400, "request.reason_required")
    assert_problem(auditor.post("audit/erasures", {"reason": "so"}), 400, "request.invalid")
    (row,) = auditor.get("audit", actor="ada").body["results"]
    assert (row["ip_address"], row["user_agent"]) == (None, None)
