"""Statistics are as a worker counted them until something happens, then counted anew."""

from typing import Any

import pytest

from apps.versions.models import Tally
from apps.versions.tasks import count_everything
from tests import builders
from tests.clients import Api
from tests.events.told import settle

WORKER = {"timestamp": 0}


@pytest.fixture
def happened(db: None) -> None:
    """Two organizations, and versions in every state."""
    for slug in ("uniprot", "pdb"):
        builders.organization(slug)
    builders.source("sprot")
    builders.draft()
    for status in ("published", "deprecated", "yanked"):
        builders.stand(builders.release(), status)
    settle()


@pytest.fixture
def owner(person: Any, happened: None) -> Api:
    """Who sees drafts."""
    api: Api = person("ada").api
    builders.member("ada", "owner")
    settle()
    return api


def statistics(api: Api) -> list[Any]:
    """All that is told of how much there is."""
    paths = ("stats", "organizations/uniprot/statistics", "organizations/pdb/statistics")
    return [api.get(path).body for path in paths]


def test_a_tally_says_what_counting_says(owner: Api, stranger: Api) -> None:
    counted = statistics(owner), statistics(stranger)
    assert counted[0][1]["versions"] != counted[1][1]["versions"], "drafts are for those who see"
    count_everything(**WORKER)
    assert (statistics(owner), statistics(stranger)) == counted


def test_a_tally_is_what_is_told_until_something_happens(owner: Api) -> None:
    count_everything(**WORKER)
    Tally.objects.update(organizations=99, sources={"genome": 7}, versions={"yanked": 5})
    told, uniprot, _ = statistics(owner)
    assert (told["organizations"], told["sources"], told["versions"]) == (99, 7, 5)
    assert uniprot["sources"] == {"total": 7, "by_type": {"genome": 7}}
    assert uniprot["versions"]["by_status"] == {"draft": 1, "yanked": 5}
    builders.organization("go")
    settle()
    told, uniprot, _ = statistics(owner)
    assert (told["organizations"], told["sources"], told["versions"]) == (3, 1, 4)
    assert uniprot["sources"]["total"] == 1


def test_a_worker_counts_what_happened_since(owner: Api) -> None:
    count_everything(**WORKER)
    builders.organization("go")
    builders.release("2031_01")
    settle()
    counted = statistics(owner)
    count_everything(**WORKER)
    assert set(Tally.objects.values_list("position", flat=True)) == {_newest()}
    assert statistics(owner) == counted


def test_a_worker_counts_nothing_twice(happened: None, django_assert_num_queries: Any) -> None:
    count_everything(**WORKER)
    with django_assert_num_queries(1):
        count_everything(**WORKER)


def test_who_counted_earlier_and_ends_later_takes_nothing_back(happened: None) -> None:
    count_everything(**WORKER)
    Tally.objects.update(position=_newest() + 5, organizations=99)
    count_everything(**WORKER)
    assert set(Tally.objects.values_list("organizations", flat=True)) == {99}


def _newest() -> int:
    from apps.events.queries import get_newest_position

    return get_newest_position()
