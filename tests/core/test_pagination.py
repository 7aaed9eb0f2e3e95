"""Pages by keyset: complete, in order, and undisturbed by who writes meanwhile."""

from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.audit.dtos import AuditEntry
from apps.audit.models import AuditLog
from apps.audit.queries import HISTORY
from apps.audit.recording import REGISTRY
from apps.core.errors import InvalidCursor
from apps.core.ids import uuid7
from apps.core.pagination import Keyset, Page
from apps.organizations.dtos import OrganizationRef
from apps.organizations.models import Organization
from apps.organizations.queries import BY_SLUG
from apps.sources.dtos import SourceRef
from apps.sources.models import Source
from apps.sources.queries import BY_SLUG as SOURCES_BY_SLUG
from apps.versions.dtos import VersionRef
from apps.versions.models import Version
from apps.versions.queries import NEWEST_FIRST

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY_CHANGE = Keyset(name="by_change", columns=("updated_at", "slug"), descending=True)

many_inputs = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def ten(db: None) -> None:
    """Organizations aa, bb, … jj, changed pairwise at the same instant."""
    for number, letter in enumerate("abcdefghij"):
        _add(letter * 2, changed=NOW + timedelta(days=number // 2))


def _add(slug: str, *, changed: datetime = NOW) -> None:
    Organization.objects.create(slug=slug, name=slug, created_at=NOW, updated_at=changed)


def _page(keyset: Keyset = BY_SLUG, **asked: Any) -> Page[OrganizationRef]:
    return keyset.page(OrganizationRef, Organization.objects.all(), **asked)


def _slugs(page: Page[OrganizationRef]) -> str:
    return " ".join(organization.slug for organization in page.results)


def _turned(
    keyset: Keyset, page: Page[OrganizationRef], to: str, *, limit: int = 3
) -> list[Page[OrganizationRef]]:
    """`page`, and those that follow it in one direction."""
    pages = [page]
    while cursor := getattr(pages[-1], to):
        pages.append(_page(keyset, limit=limit, cursor=cursor))
    return pages


def _walk(keyset: Keyset, limit: int) -> list[str]:
    pages = _turned(keyset, _page(keyset, limit=limit), "next", limit=limit)
    return [_slugs(page) for page in pages]


def _cursor(*parts: object) -> str:
    return urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


@pytest.mark.parametrize("limit", [1, 3, 5, 9, 10, 11])
def test_a_walk_shows_every_row_once_and_in_order(ten: None, limit: int) -> None:
    pages = _walk(BY_SLUG, limit)
    assert " ".join(pages) == "aa bb cc dd ee ff gg hh ii jj"
    assert len(pages) == -(-10 // limit), "no empty page at the end"


def test_a_descending_list_breaks_ties_the_same_way(ten: None) -> None:
    assert _walk(BY_CHANGE, 3) == ["jj ii hh", "gg ff ee", "dd cc bb", "aa"]


@pytest.mark.parametrize("keyset", [BY_SLUG, BY_CHANGE], ids=lambda keyset: keyset.name)
def test_the_way_back_is_the_way_there(ten: None, keyset: Keyset) -> None:
    there = _turned(keyset, _page(keyset, limit=3), "next")
    back = _turned(keyset, there[-1], "previous")
    again = _turned(keyset, back[-1], "next")
    assert [page.results for page in reversed(back)] == [page.results for page in there]
    assert [page.results for page in again] == [page.results for page in there]


def test_the_first_and_the_last_page_say_that_they_are(ten: None) -> None:
    first = _page(limit=6)
    assert first.previous is None
    last = _page(limit=6, cursor=first.next or "")
    assert last.next is None
    assert _page(limit=6, cursor=last.previous or "").previous is None


def test_a_page_of_everything_leads_nowhere(ten: None) -> None:
    page = _page(limit=10)
    assert (page.next, page.previous) == (None, None)


def test_an_empty_list_is_one_empty_page(db: None) -> None:
    assert _page() == Page(results=(), next=None, previous=None)


def test_what_is_added_during_a_walk_moves_nothing(ten: None) -> None:
    first = _page(limit=3)
    _add("a0")
    _add("dd0")
    second = _page(limit=3, cursor=first.next or "")
    assert _slugs(second) == "dd dd0 ee"
    assert _slugs(_page(limit=3, cursor=second.previous or "")) == "aa bb cc"


def test_what_is_deleted_during_a_walk_moves_nothing(ten: None) -> None:
    first = _page(limit=3)
    Organization.objects.filter(slug__in=["aa", "cc", "dd"]).delete()
    second = _page(limit=3, cursor=first.next or "")
    assert _slugs(second) == "ee ff gg"
    assert _slugs(_page(limit=3, cursor=second.previous or "")) == "bb"


def test_a_place_that_is_gone_is_still_a_place(ten: None) -> None:
    first = _page(limit=5)
    Organization.objects.exclude(slug="aa").delete()
    beyond = _page(limit=5, cursor=first.next or "")
    assert beyond.results == ()
    assert (beyond.next, beyond.previous) == (None, None)


def test_a_page_is_one_statement(ten: None, django_assert_num_queries: Any) -> None:
    cursor = _page(limit=2).next or ""
    with django_assert_num_queries(1):
        _page(limit=2, cursor=cursor)


def test_instants_and_ids_survive_a_cursor_to_the_microsecond(db: None) -> None:
    for microsecond in range(6):
        _trace(at=NOW.replace(microsecond=microsecond // 2))
    rows = AuditLog.objects.all()
    page = HISTORY.page(AuditEntry, rows, limit=1)
    seen = [(entry.created_at, entry.id) for entry in page.results]
    while page.next:
        page = HISTORY.page(AuditEntry, rows, limit=1, cursor=page.next)
        seen += [(entry.created_at, entry.id) for entry in page.results]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 6


def test_a_cursor_of_another_list_is_refused(ten: None) -> None:
    elsewhere = Keyset(name="other", columns=BY_SLUG.columns)
    for keyset in (elsewhere, BY_CHANGE):
        with pytest.raises(InvalidCursor):
            _page(BY_SLUG, limit=2, cursor=_page(keyset, limit=2).next or "")


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "=", "é", "\ud800", "[]", _cursor(), _cursor("organizations"),
        _cursor("organizations", 0), _cursor("organizations", 2, "aa"),
        _cursor("organizations", "0", "aa"), _cursor("organizations", 0, "aa", "bb"),
        _cursor("organizations", 0, None), _cursor("organizations", 0, ["aa"]),
        _cursor("organizations", 0, {"slug": "aa"}), _cursor("organizations", 0, 1.5),
        _cursor("organizations", 0, True), _cursor("organizations", 0, "a\0a"),
        urlsafe_b64encode(b'{"organizations": 0}').decode(),
        urlsafe_b64encode(b'["organizations",0,"\xff"]').decode(),
        urlsafe_b64encode(b'["organizations",0,"\\ud800"]').decode(),
        urlsafe_b64encode(b"[" * 5000).decode(),
    ],
)  # fmt: skip
def test_a_forged_cursor_is_refused(ten: None, cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        _page(cursor=cursor)


@many_inputs
@given(cursor=st.text(max_size=80))
def test_any_text_is_a_place_or_no_cursor(ten: None, cursor: str) -> None:
    _shown_or_refused(OrganizationRef, Organization, BY_SLUG, cursor)


SCALARS = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**63), 2**64 - 1), st.text(max_size=8), st.uuids().map(str),
    st.dates().map(str), st.datetimes().map(str),
    st.datetimes(timezones=st.timezones()).map(datetime.isoformat),
)  # fmt: skip
LISTS: list[tuple[type, Any, Keyset]] = [
    (OrganizationRef, Organization, BY_SLUG),
    (SourceRef, Source, SOURCES_BY_SLUG),
    (VersionRef, Version, NEWEST_FIRST),
    (AuditEntry, AuditLog, HISTORY),
]


@many_inputs
@given(data=st.data(), number=st.integers(0, len(LISTS) - 1), backwards=st.sampled_from([0, 1]))
def test_a_cursor_with_any_values_is_a_place_or_no_cursor(
    db: None, data: st.DataObject, number: int, backwards: int
) -> None:
    dto, model, keyset = LISTS[number]
    size = len(keyset.columns)
    key = data.draw(st.lists(SCALARS, min_size=size, max_size=size))
    _shown_or_refused(dto, model, keyset, _cursor(keyset.name, backwards, *key))


@many_inputs
@given(numbers=st.lists(st.integers(-(2**63), 2**64 - 1), min_size=3, max_size=3))
@example(numbers=[2**31, 0, 0])
@example(numbers=[0, -(2**31) - 1, 2**64 - 1])
def test_a_number_that_no_column_holds_is_a_place_or_no_cursor(
    db: None, numbers: list[int]
) -> None:
    day = date(2026, 3, 1).isoformat()
    _shown_or_refused(VersionRef, Version, NEWEST_FIRST, _cursor("versions", 0, day, *numbers))


def _shown_or_refused(dto: type, model: Any, keyset: Keyset, cursor: str) -> None:
    try:
        with transaction.atomic():
            page: Page[Any] = keyset.page(dto, model.objects.all(), cursor=cursor)
    except InvalidCursor:
        return
    assert isinstance(page, Page)


def _trace(*, at: datetime) -> None:
    AuditLog.objects.create(
        action="create_source",
        actor_label="test",
        entity_type=REGISTRY.type,
        entity_id=REGISTRY.id,
        entity_label=REGISTRY.label,
        request_id=uuid7(),
        created_at=at,
    )
