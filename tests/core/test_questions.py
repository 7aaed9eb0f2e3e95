"""A question is thought out once, and answers as Django's own way does, whatever is asked."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.db.models import Q, QuerySet

from apps.accounts.queries import get_user
from apps.core.db import query
from apps.core.questions import Asked, asking
from apps.core.services import PRIMARY, REPLICA, services
from apps.organizations.models import Organization
from apps.organizations.queries import find_organization, get_organization
from apps.sources.models import Source
from apps.versions.models import Version
from tests.builders import draft, organization, person, source

EVERY_KIND = {
    Organization: ("id", "slug", "versioning_strategy", "is_system", "created_at"),
    Source: ("id", "organization__slug", "tags", "aliases", "archived_at", "description"),
    Version: ("id", "version", "listed_on", "major", "release_date", "size_bytes", "changelog"),
}


@pytest.fixture
def registry(db: None) -> None:
    organization("uniprot", versioning_strategy={"from": ["date", 1], "kept": None})
    organization("ncbi")
    source("sprot", tags=["curated", "prot{e}in"], aliases=['"quoted"', "NULL"])
    draft("2024_01", on="2024-01-24")


@query
def rows_of(model: Any, **conditions: Any) -> list[Any]:
    found: Asked[Any] = asking(model).filter(**conditions)
    return list(found.values_list(*EVERY_KIND[model]))


@pytest.mark.parametrize("model", EVERY_KIND)
def test_every_kind_of_column_comes_back_as_django_gives_it(registry: None, model: Any) -> None:
    expected = list(model.objects.values_list(*EVERY_KIND[model]))

    assert expected
    for _ in range(3):  # made, planned, and answered by the plan
        assert rows_of(model) == expected


@pytest.mark.parametrize(
    ("model", "conditions"),
    [
        (Organization, {"slug": "uniprot"}),
        (Organization, {"slug__gt": "o", "is_system": False}),
        (Organization, {"license": None}),
        (Source, {"tags__contains": ["curated"]}),
        (Source, {"slug__lower": "sprot", "organization__slug": "uniprot"}),
        (Source, {"archived_at__isnull": True}),
        (Source, {"updated_at__gte": datetime(2020, 1, 1, tzinfo=UTC)}),
        (Version, {"effective_date__lte": date(2024, 1, 24), "major": 1}),
        (Version, {"source__organization__slug": "uniprot", "status": "draft"}),
        (Organization, {"slug": "100% o'clock %s"}),
    ],
)
def test_every_kind_of_value_may_be_asked_for(
    registry: None, model: Any, conditions: dict[str, Any]
) -> None:
    expected = list(model.objects.filter(**conditions).values_list(*EVERY_KIND[model]))

    for _ in range(3):
        assert rows_of(model, **conditions) == expected


def test_asked_again_the_values_are_new(registry: None) -> None:
    for slug in ("uniprot", "ncbi") * 3:
        assert find_organization(slug).slug == slug
        assert get_organization(str(find_organization(slug).id)).slug == slug


def _one_of(rows: "QuerySet[Any]", slug: str, *, or_ncbi: bool) -> "QuerySet[Any]":
    wanted = Q(slug=slug)
    return rows.filter(wanted | Q(slug="ncbi") if or_ncbi else wanted).order_by("slug")


@pytest.mark.parametrize(("choice", "slugs"), [(False, ["uniprot"]), (True, ["ncbi", "uniprot"])])
def test_none_true_and_false_choose_what_is_asked(
    registry: None, choice: bool, slugs: list[str]
) -> None:
    asked = asking(Organization).then(_one_of, slug="uniprot", or_ncbi=choice)

    assert [slug for (slug,) in asked.values_list("slug")] == slugs
    assert asked.count() == len(slugs)
    assert list(asked[:1].values_list("slug")) == [(slugs[0],)]


def test_what_is_excluded_is_not_told(registry: None) -> None:
    asked = asking(Organization).exclude(slug="ncbi")

    assert list(asked.values_list("slug")) == [("uniprot",)]


def test_the_sql_is_made_once(registry: None, monkeypatch: pytest.MonkeyPatch) -> None:
    get_organization("uniprot")
    monkeypatch.setattr(QuerySet, "filter", pytest.fail)

    assert get_organization("ncbi").slug == "ncbi"


@pytest.fixture
def planned(committed: None) -> Iterator[None]:
    organization("uniprot")
    yield
    connections.close_all()


def _plans(alias: str) -> list[str]:
    with services.connection(alias).cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def test_postgresql_keeps_the_plan_of_what_is_asked_again(planned: None) -> None:
    for _ in range(3):
        find_organization("uniprot")
    assert len([plan for plan in _plans(REPLICA) if "organizations_organization" in plan]) == 1


def test_a_plan_outlives_a_transaction_that_was_rolled_back(planned: None) -> None:
    for _ in range(3):
        with transaction.atomic():
            assert find_organization("uniprot").slug == "uniprot"
            transaction.set_rollback(True)
    with transaction.atomic():
        assert find_organization("uniprot").slug == "uniprot"
    assert services.connection(PRIMARY).is_usable()


def test_a_connection_that_was_lost_is_opened_anew(planned: None) -> None:
    for _ in range(3):
        find_organization("uniprot")
    connections[REPLICA].close()

    assert find_organization("uniprot").slug == "uniprot"


def test_threads_ask_the_same_question_with_values_of_their_own(committed: None) -> None:
    names = [f"person-{number}" for number in range(8)]
    ids: dict[str, UUID | None] = {name: person(name).user_id for name in names}

    def ask(name: str) -> bool:
        try:
            return all(get_user(name).id == ids[name] for _ in range(50))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(names)) as pool:
        assert list(pool.map(ask, names)) == [True] * len(names)
