"""Whatever the database's owner does by hand to the trail, verifying names it."""

import json
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import pytest

from apps.audit import comparing
from apps.audit.models import AuditLog, AuditOrigin
from apps.audit.queries import get_checkpoint
from apps.audit.verifying import verify
from apps.core.services import services
from tests.audit import forging, trail
from tests.clients import Api

SOME, ANOTHER = 300, 17
OF_PART = 64  # so that there are ten

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def log(committed: None, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Rows with and without origins under two heads, in the order of the log.

    They are compared part by part, as those of a large log are.
    """
    monkeypatch.setattr(comparing, "LEAVES_OF_PART", OF_PART)
    trail.write(20, before={"name": "Ünï\u2028", "n": 1e400}, after={"n": [1.0, 1, None]})
    trail.seal()
    trail.write_many(580)
    trail.write(5)
    trail.seal()
    return trail.order()


def _problems() -> list[tuple[UUID | None, int | None, str]]:
    found = verify()
    assert found.ok == (not found.problems and not found.log)
    return [(problem.id, problem.leaf_index, problem.kind) for problem in found.problems]


def test_an_untouched_trail_verifies(log: list[UUID]) -> None:
    found = verify()
    assert (found.ok, found.rows, found.tree_size, found.heads) == (True, 605, 605, 2)
    assert (found.pending, found.problems, found.log, found.more) == (0, (), (), 0)


def test_a_change_where_parts_meet_is_named_once(log: list[UUID]) -> None:
    near = [part * OF_PART + beside for part in range(1, 10) for beside in (-1, 0, 1)]
    change = "UPDATE audit_auditlog SET action = 'x' WHERE id = ANY(%s)"
    trail.by_hand(change, [[log[index] for index in near]])
    assert _problems() == [(log[index], index, "changed") for index in near]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "action || ' '"), ("user_id", "gen_random_uuid()"),
        ("actor_label", "overlay(actor_label placing 'e' from 1)"),
        ("entity_type", "'x'"), ("entity_id", "gen_random_uuid()"), ("entity_label", "''"),
        ("metadata", "metadata || '{\"n\": 1.00}'"), ("request_id", "gen_random_uuid()"),
        ("token_id", "gen_random_uuid()"),
        ("created_at", "created_at + interval '1 microsecond'"),
    ],
)  # fmt: skip
def test_a_change_of_any_column_is_named(log: list[UUID], column: str, value: str) -> None:
    change = f"UPDATE audit_auditlog SET {column} = {value} WHERE id = %s"  # noqa: S608
    trail.by_hand(change, [log[SOME]])
    assert _problems() == [(log[SOME], SOME, "changed")]


@pytest.mark.parametrize(
    "lost",
    [
        "ip_address = '2001:db8::8'", "user_agent = 'wget'", "salt = 'salt'", "ip_digest = NULL",
        "user_agent_digest = 'x'", "ip_address = NULL", "user_agent = NULL", "salt = NULL",
        "ip_address = NULL, user_agent = NULL",
    ],
)  # fmt: skip
def test_a_change_of_where_it_came_from_is_named(log: list[UUID], lost: str) -> None:
    change = f"UPDATE audit_auditorigin SET {lost} WHERE audit_id = %s"  # noqa: S608
    trail.by_hand(change, [log[3]])
    assert _problems() == [(log[3], 3, "changed")]


def test_an_origin_that_is_taken_away_or_added_is_named(log: list[UUID]) -> None:
    trail.by_hand("DELETE FROM audit_auditorigin WHERE audit_id = %s", [log[3]])
    AuditOrigin.objects.create(audit_id=log[100], ip_address="192.0.2.1", salt=b"salt")
    assert _problems() == [(log[3], 3, "changed"), (log[100], 100, "changed")]


def test_a_row_that_is_deleted_is_named(log: list[UUID]) -> None:
    trail.by_hand("DELETE FROM audit_auditlog WHERE id = %s", [log[SOME]])
    assert _problems() == [(log[SOME], SOME, "missing")]


@pytest.mark.parametrize("forged", [UUID(int=5), UUID(int=0), UUID(int=(1 << 128) - 1)], ids=str)
def test_a_row_that_is_inserted_past_the_sealer_is_named(log: list[UUID], forged: UUID) -> None:
    trail.by_hand(forging.COPY_ROW, [forged, log[SOME]])
    assert _problems() == [(forged, None, "inserted")]


def test_a_row_with_a_leaf_of_its_own_at_the_end_is_no_use_without_the_key(
    log: list[UUID],
) -> None:
    forging.rewrite_from(log, [*log[:600], UUID(int=5), *log[600:]], add=(UUID(int=5), log[3]))
    found = verify()
    assert found.problems == ()
    assert [(fault.what, fault.tree_size) for fault in found.log] == [("head", 605)]


def test_two_rows_that_change_places_are_named(log: list[UUID]) -> None:
    trail.by_hand(forging.SWAP_CONTENTS, [[log[SOME], log[ANOTHER]], [log[ANOTHER], log[SOME]]])
    assert _problems() == [(log[ANOTHER], ANOTHER, "changed"), (log[SOME], SOME, "changed")]


def test_two_leaves_that_change_places_are_named(log: list[UUID]) -> None:
    forging.swap_leaves(SOME, ANOTHER)
    assert _problems() == [(log[SOME], ANOTHER, "changed"), (log[ANOTHER], SOME, "changed")]


def test_a_leaf_that_is_gone_is_named_with_its_row(log: list[UUID]) -> None:
    trail.by_hand("DELETE FROM audit_leaf WHERE leaf_index = %s", [SOME])
    assert _problems() == [(None, SOME, "missing"), (log[SOME], None, "inserted")]


def test_a_leaf_and_its_row_that_are_gone_together_leave_a_gap(log: list[UUID]) -> None:
    trail.by_hand("DELETE FROM audit_leaf WHERE leaf_index = %s", [SOME])
    trail.by_hand("DELETE FROM audit_auditlog WHERE id = %s", [log[SOME]])
    assert _problems() == [(None, SOME, "missing")]


def test_the_end_of_the_log_cut_off_is_exposed_by_its_head(log: list[UUID]) -> None:
    trail.by_hand("DELETE FROM audit_leaf WHERE leaf_index >= 600")
    trail.by_hand("DELETE FROM audit_auditlog WHERE id = ANY(%s)", [log[600:]])
    (fault,) = verify().log
    assert (fault.what, fault.tree_size) == ("head", 605)
    assert "fewer leaves" in fault.why


def test_rows_and_leaves_rewritten_together_are_exposed_by_a_signed_head(log: list[UUID]) -> None:
    trail.by_hand("UPDATE audit_auditlog SET actor_label = 'eve' WHERE id = %s", [log[SOME]])
    forging.rehash()
    found = verify()
    assert found.problems == ()
    assert [(fault.what, fault.tree_size) for fault in found.log] == [("head", 605)]


def test_a_stored_part_of_the_tree_that_the_leaves_do_not_make_is_named(log: list[UUID]) -> None:
    trail.by_hand("UPDATE audit_node SET hash = sha256('x') WHERE level = 8 AND number = 1")
    (fault,) = verify().log
    assert (fault.what, fault.tree_size) == ("tree", 512)


@pytest.mark.parametrize(
    ("forgery", "why"),
    [
        ("root = sha256('x')", "another root"), ("signature = sha256('x')", "signature"),
        ("signed_at = signed_at - interval '1 day'", "signature"),
        ("key_id = 'x'", "unknown"), ("tree_size = 700", "fewer leaves"),
        ("tree_size = 604", "another root"),
    ],
)  # fmt: skip
def test_a_head_that_is_forged_is_named(log: list[UUID], forgery: str, why: str) -> None:
    trail.by_hand(f"UPDATE audit_head SET {forgery} WHERE tree_size = 605")  # noqa: S608
    (fault,) = verify().log
    assert fault.what == "head"
    assert why in fault.why


def test_a_log_signed_by_a_key_of_the_forger_is_exposed_by_our_own_key(log: list[UUID]) -> None:
    with services.replaced(trail_key=forging.key()):
        trail.by_hand("UPDATE audit_auditlog SET actor_label = 'eve' WHERE id = %s", [log[SOME]])
        forging.rehash(sign_anew=True)
        assert verify().ok
    (fault,) = verify().log
    assert fault.what == "key"


def test_who_holds_the_key_too_is_exposed_by_a_head_that_was_kept(log: list[UUID]) -> None:
    kept = get_checkpoint(605).content
    trail.by_hand("UPDATE audit_auditlog SET actor_label = 'eve' WHERE id = %s", [log[SOME]])
    forging.rehash(sign_anew=True)
    assert verify().ok
    (fault,) = verify(kept=kept).log
    assert (fault.what, fault.tree_size) == ("checkpoint", 605)
    assert "another root" in fault.why


def test_a_kept_head_of_an_untouched_log_holds_for_ever(log: list[UUID]) -> None:
    kept = [get_checkpoint(size).content for size in trail.heads()]
    trail.write(3)
    trail.seal()
    assert all(verify(kept=head).ok for head in kept)


def test_rows_that_are_about_to_be_sealed_are_pending_and_later_a_problem(
    log: list[UUID],
) -> None:
    trail.write(2)
    found = verify()
    assert (found.ok, found.pending, found.rows, found.tree_size) == (True, 2, 607, 605)
    with services.replaced(clock=forging.later(minutes=6)):
        late = verify()
    assert [(problem.leaf_index, problem.kind) for problem in late.problems] == [
        (None, "unsealed"), (None, "unsealed"),
    ]  # fmt: skip
    assert (late.ok, late.pending) == (False, 0)


def test_a_trail_without_a_head_verifies(committed: None) -> None:
    found = verify()
    assert (found.ok, found.heads, found.tree_size) == (True, 0, 0)


class TestCommand:
    """`manage.py audit`."""

    def test_verify_prints_what_was_promised(
        self, log: list[UUID], capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, told = forging.run(capsys, "audit", "verify", "--json")
        promised = {"ok": True, "rows": 605, "tree_size": 605, "pending": 0, "problems": []}
        assert (status, told | promised) == (0, told)

    def test_verify_ends_with_one_where_something_is_wrong(
        self, log: list[UUID], capsys: pytest.CaptureFixture[str]
    ) -> None:
        trail.by_hand("DELETE FROM audit_auditlog WHERE id = %s", [log[SOME]])
        status, told = forging.run(capsys, "audit", "verify", "--json")
        problem = {"id": str(log[SOME]), "leaf_index": SOME, "kind": "missing"}
        assert (status, told["ok"], told["problems"]) == (1, False, [problem])

    def test_a_person_is_told_the_rows(
        self, log: list[UUID], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert forging.run(capsys, "audit", "verify")[0] == 0
        trail.by_hand("DELETE FROM audit_auditlog WHERE id = ANY(%s)", [log[:30]])
        capsys.readouterr()
        with pytest.raises(SystemExit):
            forging.call("audit", "verify")
        told = capsys.readouterr().out
        assert f"missing: row {log[3]}, leaf 3" in told
        assert "and 10 more" in told

    def test_checkpoint_seals_and_prints_a_head_that_verify_takes(
        self, log: list[UUID], capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        trail.write(1)
        status, head = forging.run(capsys, "audit", "checkpoint", "--json")
        assert (status, head["tree_size"]) == (0, 606)
        assert head == asdict(get_checkpoint(606).content)
        kept = tmp_path / "head.json"
        kept.write_text(f"A line before it.\n{json.dumps(head)}\n")
        told = ("audit", "verify", "--checkpoint", str(kept), "--json")
        assert forging.run(capsys, *told)[0] == 0
        forging.rehash(sign_anew=True, of="actor_label = 'eve'")
        status, found = forging.run(capsys, *told)
        assert status == 1
        assert {fault["what"] for fault in found["log"]} == {"checkpoint"}

    @pytest.mark.parametrize("text", ["", "{}", "[1]", "{", '{"tree_size": "x"}'])
    def test_what_is_no_head_is_refused_in_a_sentence(
        self, text: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        kept = tmp_path / "head.json"
        kept.write_text(text)
        status, told = forging.run(capsys, "audit", "verify", "--checkpoint", str(kept), "--json")
        assert (status, told["error"]["code"]) == (1, "request.invalid")
        missing = ("audit", "verify", "--checkpoint", str(tmp_path / "none"), "--json")
        assert "cannot be read" in forging.run(capsys, *missing)[1]["error"]["detail"]


class TestRotation:
    """A key is followed by another, and stays known."""

    def test_old_heads_hold_and_new_ones_are_signed_by_the_new_key(
        self, log: list[UUID], capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, told = forging.run(capsys, "audit", "rotate-key", "--json")
        assert status == 0
        trail.seal()
        old, new = Api().get("audit/keys").body["keys"]
        assert (new["key_id"], old["until"], new["until"]) == (told["key_id"], new["from"], None)
        heads = {size: get_checkpoint(size).content.key_id for size in trail.heads()}
        assert set(heads.values()) == {old["key_id"], new["key_id"]}
        assert verify().ok
        assert AuditLog.objects.filter(action="rotate_audit_key").count() == 1

    def test_an_old_key_put_in_place_of_the_list_is_exposed(
        self, log: list[UUID], capsys: pytest.CaptureFixture[str]
    ) -> None:
        forging.run(capsys, "audit", "rotate-key", "--json")
        trail.by_hand(
            "UPDATE audit_signingkey SET public_key = sha256('x') WHERE endorsement IS NULL"
        )
        assert {fault.what for fault in verify().log} == {"key", "head"}
