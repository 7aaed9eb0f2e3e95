"""Which database answers, what it refuses, and what its refusals mean."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from apps.accounts.models import ApiToken, User
from apps.core.db import pin_to_primary, query, read_cursor, reading, refusing, unpinned
from apps.core.errors import DomainError
from apps.core.services import PRIMARY, REPLICA, services
from apps.organizations.errors import DuplicateSlug, InvalidSlug
from apps.organizations.models import Membership, Organization
from apps.organizations.queries import get_organization, list_organizations
from tests.builders import organization


@query
def write_by_reading() -> None:
    reading(User).create(username="intruder")


@query
def write_past_reading() -> None:
    User.objects.create(username="intruder")


@query
def write_by_hand() -> None:
    with read_cursor() as cursor:
        cursor.execute("DELETE FROM organizations_organization")


def _people() -> int:
    return User.objects.filter(username="intruder").count()


@pytest.mark.parametrize("write", [write_by_reading, write_past_reading, write_by_hand])
def test_postgresql_refuses_a_query_that_writes_inside_a_transaction(
    db: None, write: Callable[[], None]
) -> None:
    with pytest.raises(InternalError, match="read-only"):
        write()
    assert _people() == 0


@pytest.mark.parametrize("write", [write_by_reading, write_by_hand])
def test_postgresql_refuses_a_query_that_writes_outside_a_transaction(
    committed: None, write: Callable[[], None]
) -> None:
    with pytest.raises(InternalError, match="read-only"):
        write()
    assert _people() == 0


def test_a_command_that_asks_a_query_may_still_write(db: None) -> None:
    with transaction.atomic():
        organization("uniprot")
        list_organizations()
        organization("ncbi")
    with pytest.raises(DomainError):
        get_organization("missing")
    organization("ebi")
    assert len(list_organizations().results) == 3


def test_a_query_inside_a_query_reads_on(db: None) -> None:
    organization("uniprot")

    @query
    def outer() -> tuple[str, int]:
        return get_organization("uniprot").slug, reading(Organization).count()

    assert outer() == ("uniprot", 1)


def test_a_query_inside_a_query_opens_nothing_of_its_own(
    db: None, django_assert_num_queries: Any
) -> None:
    organization("uniprot")

    @query
    def outer() -> str:
        return get_organization("uniprot").slug

    with django_assert_num_queries(3):  # a savepoint that is read-only, the row, its release
        outer()


def test_reads_go_to_the_connection_that_may_not_write(committed: None) -> None:
    assert reading(Organization).db == REPLICA
    with transaction.atomic():
        assert reading(Organization).db == PRIMARY, "a command reads what it has written"


def test_after_a_write_reads_go_where_it_was_written_if_the_replica_may_lag(
    committed: None,
) -> None:
    with services.replaced(replica_may_lag=True), unpinned():
        assert reading(Organization).db == REPLICA
        pin_to_primary()
        assert reading(Organization).db == PRIMARY
        with pytest.raises(InternalError, match="read-only"):
            write_by_reading()
        with unpinned():
            assert reading(Organization).db == REPLICA
        assert reading(Organization).db == PRIMARY, "another unit of work changes nothing here"


def test_a_command_pins_its_request_to_the_primary(committed: None) -> None:
    with services.replaced(replica_may_lag=True), unpinned():
        organization("uniprot")
        assert reading(Organization).db == PRIMARY


def test_where_both_are_one_server_nothing_lags(committed: None) -> None:
    assert services.replica_may_lag is False
    with unpinned():
        organization("uniprot")
        assert reading(Organization).db == REPLICA
        assert get_organization("uniprot").slug == "uniprot"


def _organization(slug: str) -> Organization:
    now = services.clock.now()
    return Organization(slug=slug, name="x", created_at=now, updated_at=now)


def _insert(slug: str) -> None:
    _organization(slug).save(force_insert=True)


def test_a_broken_rule_is_told_by_its_name(db: None) -> None:
    _insert("uniprot")
    rules: dict[str, DomainError] = {
        "organization_slug_unique": DuplicateSlug(slug="uniprot"),
        "organization_slug_format": InvalidSlug(slug="Uni Prot"),
    }
    with pytest.raises(DuplicateSlug) as refused, transaction.atomic(), refusing(**rules):
        _insert("uniprot")
    assert isinstance(refused.value.__cause__, IntegrityError)
    with pytest.raises(InvalidSlug), transaction.atomic(), refusing(**rules):
        _insert("Uni Prot")


def test_a_refused_command_leaves_the_transaction_around_it_usable(db: None) -> None:
    organization("uniprot")
    with pytest.raises(DuplicateSlug):
        organization("uniprot")
    assert list(Organization.objects.values_list("slug", flat=True)) == ["uniprot"]


def test_a_rule_that_nobody_named_stays_a_bug(db: None) -> None:
    with pytest.raises(IntegrityError), refusing(something_else=DuplicateSlug(slug="x")):
        _insert("Uni Prot")


def test_a_key_that_hangs_in_the_air_is_told_at_its_statement(db: None) -> None:
    from apps.sources.models import Source

    organization("uniprot")
    now = services.clock.now()
    refusal = DuplicateSlug(slug="x")
    with pytest.raises(DuplicateSlug), refusing(source_organization_exists=refusal):
        Source.objects.create(
            organization_id=uuid4(), slug="x", name="x", source_type="other",
            created_at=now, updated_at=now,
        )  # fmt: skip


def test_what_is_no_broken_rule_passes_through(db: None) -> None:
    with pytest.raises(ZeroDivisionError), refusing(any_rule=DuplicateSlug(slug="x")):
        raise ZeroDivisionError
    assert connection.is_usable()


def test_rows_that_belong_to_a_person_go_with_them(db: None) -> None:
    owner = User.objects.create(username="ada")
    _insert("uniprot")
    Membership.objects.create(
        organization=Organization.objects.get(slug="uniprot"), user=owner, role="owner"
    )
    ApiToken.objects.create(
        user=owner, name="x", digest="0" * 64, prefix="bdp_x", scopes=["read"],
        created_at=services.clock.now(),
    )  # fmt: skip
    owner.delete()
    assert Membership.objects.count() == ApiToken.objects.count() == 0
