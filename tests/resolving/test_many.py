"""A manifest of ten thousand specs takes as many statements as one of ten."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core.services import PRIMARY, services
from apps.resolving.queries import MOST_SPECS, get_resolution
from tests.builders import organization
from tests.conftest import leaves_no_trace
from tests.resolving.asking import failing, locked

SOURCES = """
    INSERT INTO sources_source (id, organization_id, slug, entry_type, source_type, name, tags,
                                aliases, names_stand_apart, created_at, updated_at)
    SELECT bdp_uuid7(), owner.id, 'S' || n, 'data_source', 'protein', 'A', '{}', '{}', true,
           now() - interval '1 day', now()
      FROM generate_series(1, %s) AS n, organizations_organization AS owner
"""
VERSIONS = """
    INSERT INTO versions_version (id, source_id, major, minor, patch, external_version,
        effective_date, release_date, date_basis, status, published_at, created_at, updated_at)
    SELECT bdp_uuid7(), source.id, 1, n, 0, 'name-' || n, day, day, 'released', 'published',
           now() - interval '1 day', now(), now() - interval '1 day'
      FROM sources_source AS source, generate_series(0, 2) AS n,
           LATERAL (SELECT date '2026-01-01' + n AS day) AS days
"""
FORMS = ("", "@latest", "@1.1.0", "@^1", "@~1.2", "@1", "@name-1", "@>=1,<2")


def seed(number: int) -> None:
    """So many sources of three versions each."""
    organization("uniprot")
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(SOURCES, [number])
        cursor.execute(VERSIONS)
        cursor.execute("ANALYZE sources_source, versions_version")
        cursor.execute("SET LOCAL enable_seqscan = off")  # tables full of what others rolled back


def specs(number: int, first: int = 1) -> list[str]:
    """As many specs, in every form."""
    return [f"uniprot:S{n}{FORMS[n % len(FORMS)]}" for n in range(first, first + number)]


def test_a_manifest_of_ten_thousand_specs_takes_no_more_statements_than_one_of_ten(
    db: None,
) -> None:
    seed(MOST_SPECS)
    with CaptureQueriesContext(connection) as few:
        get_resolution(sources=specs(10))
    with CaptureQueriesContext(connection) as many:
        lock = locked(*specs(MOST_SPECS))

    assert len(lock["sources"]) == MOST_SPECS
    assert len(many) == len(few)


def test_ten_thousand_specs_that_fail_are_all_told(db: None) -> None:
    seed(10)
    with leaves_no_trace():
        told = failing(*specs(MOST_SPECS, first=11))
    assert len(told) == MOST_SPECS
