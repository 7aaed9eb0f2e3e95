"""What a page asks of the database is known, and the same however much there is."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bdp.pages import remembered
from tests.clients import Api
from tests.surface import rows, world
from tests.surface.test_costs import OF_TRANSACTIONS

COSTS = {
    "/": 7,
    "/search": 1,
    "/search?q=kinase": 2,
    "/search?q=kinase&type=protein&tag=human": 2,
    "/search?q=zzzqqq": 3,
    "/search?type=protein": 1,
    "/uniprot": 12,
    "/uniprot?type=protein&q=kin": 12,
    "/uniprot/sprot": 21,
    "/uniprot/sprot?since=2026-01-01&until=2026-01-04": 21,
    "/uniprot/sprot/2024_01": 28,
    "/uniprot/sprot/2024_01?q=m": 28,
    "/uniprot/P00001/latest": 30,
    "/uniprot/P00001": 23,
}
MADE_OF = (
    rows.ORGANIZATIONS, rows.SOURCES, rows.VERSIONS, rows.MEMBERS_OF_A_RELEASE, rows.PROTEINS,
    rows.TRAIL_OF_ORGANIZATION, rows.TRAIL_OF_SOURCE, rows.TRAIL_OF_VERSION,
)  # fmt: skip


@pytest.mark.parametrize("many", [10, 1000])
def test_a_page_costs_the_same_however_many_rows_there_are(db: None, many: int) -> None:
    world.build()
    dice = Random(many)
    for made_of in MADE_OF:
        made_of.add(many, dice)
    assert {address: _cost(address) for address in COSTS} == COSTS


def test_the_figures_of_the_whole_registry_are_not_counted_for_everybody(db: None) -> None:
    world.build()
    first = _cost("/")
    assert _cost("/", forget=False) < first


def _cost(address: str, *, forget: bool = True) -> int:
    """Statements of a stranger's page; what opens and ends transactions is not counted."""
    if forget:
        remembered.forget()
    with CaptureQueriesContext(connection) as captured:
        assert Api().get(address).status == 200
    return sum(not query["sql"].startswith(OF_TRANSACTIONS) for query in captured)
