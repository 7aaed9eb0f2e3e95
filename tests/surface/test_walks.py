"""A walk meets every row that was there throughout once, whatever comes and goes meanwhile."""

from random import Random
from typing import Any

import pytest
from django.db.models import Model

from tests.checks import turned, turning
from tests.clients import Api
from tests.surface import lists, world
from tests.surface.addresses import operations, without_a_row
from tests.surface.lists import EACH, LISTS, Listed
from tests.surface.policy import Visitor
from tests.surface.rows import Rows

STAYING, LIMIT, CROWD = 300, 15, 1000


@pytest.fixture
def ada(db: None) -> Api:
    """Somebody who sees everything."""
    world.build()
    return world.welcome(Visitor(who="superuser", scope="admin"))


def test_every_list_is_walked(ada: Api) -> None:
    pages = {
        asked.operation
        for asked in world.everything()
        if asked.operation.startswith("GET") and _is_page(world.attempt(asked, ada).body)
    }
    assert without_a_row(set(LISTS), pages, "tests/surface/lists.py") == ""
    assert pages <= operations()


@pytest.mark.parametrize(
    ("operation", "listed"), EACH, ids=[f"{operation} {listed}" for operation, listed in EACH]
)
def test_a_walk_meets_what_stays_once_and_in_order(
    ada: Api, operation: str, listed: Listed
) -> None:
    address, dice = lists.address(operation, listed), Random(operation)
    listed.rows.add(STAYING, dice)
    staying = _keys(turned(ada, f"{address}&limit=1000"), listed.rows)
    crowd = Crowd(listed.rows, dice, turns=2 * len(staying) // LIMIT)

    there = _walk(ada, f"{address}&limit={LIMIT}", "next", crowd)
    _assert_met(_keys(there, listed.rows), staying)
    back = _walk(ada, there[-1]["previous"], "previous", crowd)
    _assert_met(_keys([*reversed(back), there[-1]], listed.rows), staying)

    assert crowd.came >= CROWD


class Crowd:
    """Rows that come and go at every turn of a page, anywhere in the list."""

    def __init__(self, rows: Rows, dice: Random, *, turns: int) -> None:
        self.rows, self.dice, self.at_once = rows, dice, -(-CROWD // turns)
        self.came = 0
        self.waves: list[list[Model]] = []

    def move(self) -> None:
        """Some come, and of those who came before the last, all go who can."""
        if self.came < CROWD:
            self.waves.append(self.rows.add(self.at_once, self.dice))
            self.came += self.at_once
        if len(self.waves) > 2 and not self.rows.stay:
            self.rows.remove(self.waves.pop(0))


def _walk(api: Api, address: str, to: str, crowd: Crowd) -> list[Any]:
    pages = []
    for page in turning(api, address, to):
        pages.append(page)
        crowd.move()
    return pages


def _keys(pages: list[dict[str, Any]], rows: Rows) -> list[str]:
    return [row[rows.key] for page in pages for row in page["results"]]


def _assert_met(met: list[str], staying: list[str]) -> None:
    assert len(met) == len(set(met)), "nothing is met twice"
    known = set(staying)
    assert [key for key in met if key in known] == staying


def _is_page(body: Any) -> bool:
    return isinstance(body, dict) and {"results", "next", "previous"} <= set(body)
