"""What is taken along while the trail goes on is one log, as its newest head has it."""

from threading import Thread
from typing import Any, NoReturn

import orjson
import pytest
from django.core.management import call_command
from django.db import connections

from apps.audit.exporting import chosen_by
from apps.audit.sealer import seal_all, turn
from apps.audit.taking import Chosen, export_lines
from apps.audit.verifying import verified
from apps.core.db import unpinned
from apps.core.services import REPLICA, services
from tests.audit.trail import by_hand, heads, order, write

pytestmark = pytest.mark.usefixtures("committed")
ALL = Chosen(rows=chosen_by({}), only={})


def _lines(**told: Any) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in export_lines(ALL, form="json", **told)]


def test_what_was_sealed_after_the_newest_head_is_pending_and_breaks_nothing_off() -> None:
    write(2)
    seal_all()
    write(1)
    turn()
    assert (len(order()), heads()) == (3, [2]), "a worker has sealed one that no head covers yet"
    _, *rows, summary, signature = _lines()
    assert signature["kind"] == "signature"
    assert [row["leaf_index"] for row in rows] == [0, 1, None]
    assert (summary["rows"], summary["sealed"], summary["pending"]) == (3, 2, 1)
    assert [head["tree_size"] for head in summary["heads"]] == [2]


def test_before_the_first_head_all_is_pending() -> None:
    write(1)
    *_, summary, _ = _lines()
    assert (summary["pending"], summary["last_leaf"], summary["heads"]) == (1, None, [])


def test_what_was_verified_is_what_is_written_whatever_comes_between() -> None:
    write(2)
    seal_all()
    with verified() as found:
        meanwhile = Thread(target=_go_on)
        meanwhile.start()
        meanwhile.join()
        *_, summary, _ = _lines(verification=found)
    assert (summary["rows"], summary["changed"]) == (found.rows, [])
    assert summary["heads"][-1]["tree_size"] == found.tree_size == 2
    assert (len(order()), heads()) == (3, [2, 3])


def _go_on() -> None:
    by_hand("UPDATE audit_auditlog SET actor_label = 'eve'")
    write(1)
    seal_all()
    connections.close_all()


def test_a_head_that_was_just_signed_is_told_though_the_replica_lags() -> None:
    def late(*_: Any) -> NoReturn:
        raise AssertionError("this was asked of the replica")

    write(1)
    asked = connections[REPLICA].execute_wrapper(late)
    with services.replaced(replica_may_lag=True), unpinned(), asked:
        call_command("audit", "checkpoint")
    assert heads() == [1]
