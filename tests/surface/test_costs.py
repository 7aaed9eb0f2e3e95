"""What an operation costs the database is known, and the same however much there is."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import Api
from tests.surface import lists, world
from tests.surface.addresses import operations, without_a_row
from tests.surface.costs import COSTS, GROWING
from tests.surface.lists import EACH
from tests.surface.policy import Visitor

FEW, MANY = 10, 1000
OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "SET TRANSACTION")


@pytest.fixture
def ada(db: None) -> Api:
    """Somebody who may do everything."""
    world.build()
    return world.welcome(Visitor(who="superuser", scope="admin"))


def test_every_operation_has_its_cost() -> None:
    priced = {told.partition("?")[0] for told in COSTS}
    assert without_a_row(priced, operations(), "tests/surface/costs.py") == ""


@pytest.mark.parametrize("rows", [FEW, MANY])
def test_an_operation_costs_the_same_however_many_rows_there_are(ada: Api, rows: int) -> None:
    costs = _costs_of_operations(ada, GROWING)
    dice = Random(rows)
    for made_of in {id(listed.rows): listed.rows for _, listed in EACH}.values():
        made_of.add(rows, dice)

    costs |= _costs_of_operations(ada, operations() - GROWING)
    assert costs | _costs_of_lists(ada, at_least=rows / 10) == COSTS


def _costs_of_operations(ada: Api, wanted: set[str]) -> dict[str, int]:
    """Of each operation, what the first of its trials costs at home."""
    costs: dict[str, int] = {}
    for asked in world.everything():
        if asked.operation in wanted - set(costs):
            ask = world.asking(asked, ada)
            with CaptureQueriesContext(connection) as captured:
                answer = world.undone(ask)
            assert world.met(answer) == "done"
            costs[asked.operation] = _statements(captured)
    return costs


def _costs_of_lists(ada: Api, *, at_least: float) -> dict[str, int]:
    """Of each list with filters, what its longest page costs."""
    costs = {}
    for operation, listed in EACH:
        with CaptureQueriesContext(connection) as captured:
            answer = ada.get(f"{lists.address(operation, listed)}&limit=1000")
        assert len(answer.body["results"]) >= at_least
        told = f"{operation}?{listed}" if listed.asks else operation
        costs[told] = _statements(captured)
    return costs


def _statements(captured: CaptureQueriesContext) -> int:
    return sum(not query["sql"].startswith(OF_TRANSACTIONS) for query in captured)
