"""Lists by keyset: next and previous, the same questions for ten rows as for a thousand."""

from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from apps.core.services import PRIMARY
from apps.organizations.models import Organization
from apps.sources.models import Source
from tests.admin.browser import Browser
from tests.builders import draft, organization, release, source

LISTS = [
    "organizations/organization/", "sources/source/", "versions/version/", "audit/auditlog/",
    "events/event/", "ingestion/job/", "accounts/user/", "accounts/apitoken/",
    "events/delivery/", "webhooks/webhook/", "webhooks/attempt/",
]  # fmt: skip
MANY = """
    INSERT INTO sources_source (id, organization_id, slug, entry_type, source_type, name, tags,
                                aliases, names_stand_apart, created_at, updated_at)
    SELECT bdp_uuid7(), %s, 'many-' || lpad(n::text, 5, '0'), 'data_source', 'database', 'Many',
           '{}', '{}', false, now(), now() FROM generate_series(1, %s) AS n
"""
VERSIONS = """
    INSERT INTO versions_version
           (id, source_id, major, minor, patch, status, created_at, updated_at)
    SELECT bdp_uuid7(), %s, 2, n, 0, 'draft', now(), now() FROM generate_series(1, %s) AS n
"""


def made(statement: str, of: Any, count: int) -> None:
    """Many rows at once."""
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(statement, [of, count])


def asked(browser: Browser, address: str) -> int:
    """How many questions a page asks."""
    with CaptureQueriesContext(connections[PRIMARY]) as captured:
        assert browser.open(address).status == 200
    return len(captured)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_the_same_of_ten_rows_and_of_a_thousand(
    superuser: Browser, address: str
) -> None:
    organization()
    source()
    for number in range(3):
        organization(f"few-{number}")
        source(f"few-{number}")
        draft(str(number))
    release("2026_01")
    few = asked(superuser, address)
    for number in range(30):
        organization(f"more-{number}")
        draft(f"more-{number}")
    made(MANY, Organization.objects.get(slug="uniprot").pk, 1000)
    made(VERSIONS, Source.objects.get(slug="sprot").pk, 1000)
    assert asked(superuser, address) == few


def test_pages_are_turned_to_the_end_and_back(curator: Browser) -> None:
    organization()
    made(MANY, Organization.objects.get().pk, 250)
    seen, address = [], "sources/source/"
    while address:
        page = curator.open(address)
        seen.append(page.text.count('class="field-slug"'))
        address = f"sources/source/{page.links['Next ›']}" if "Next ›" in page.links else ""
    assert seen == [100, 100, 50]
    back = curator.open(f"sources/source/{page.links['‹ Previous']}")
    assert "many-00101" in back.text
    assert "many-00200" in back.text
    assert 'href="?p=2"' not in back.text, "no page is reached by its number"


def test_a_filter_keeps_its_pages_and_takes_the_place_of_another(curator: Browser) -> None:
    organization()
    made(MANY, Organization.objects.get().pk, 150)
    page = curator.open("sources/source/", type="database")
    assert "type=database" in page.links["Next ›"]
    assert page.links["archived"] == "?state=archived"
    assert curator.open("sources/source/", type="genome").text.count('class="field-slug"') == 0


def test_a_source_with_many_versions_has_a_quick_page(curator: Browser) -> None:
    organization()
    source()
    at = f"sources/source/{Source.objects.get().pk}/change/"
    curator.open(at)
    few = asked(curator, at)
    made(VERSIONS, Source.objects.get().pk, 10_000)
    assert asked(curator, at) == few
    listed = curator.open("versions/version/", source__id__exact=str(Source.objects.get().pk))
    assert listed.text.count('class="field-version"') == 100
    assert "2.10000.0" in listed.text, "the newest first"


@pytest.mark.parametrize(
    ("term", "found"),
    [("many-00007", True), ("Many", True), ("uniprot/many-00007", True), ("nothing", False)],
)
def test_a_list_is_searched_as_the_registry_is(curator: Browser, term: str, found: bool) -> None:
    organization()
    made(MANY, Organization.objects.get().pk, 20)
    draft("2026_07", of="uniprot/many-00007")
    assert ("many-00007" in curator.open("sources/source/", q=term).text) is found
    assert ("2026_07" in curator.open("versions/version/", q=term).text) is found
    assert curator.open("versions/version/", q=f"{term}@2026_07").status == 200
