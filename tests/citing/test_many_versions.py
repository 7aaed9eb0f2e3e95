"""A version is cited for as little among a hundred thousand as alone."""

from typing import Any

from django.db import connection

from apps.citing.queries import Address, _asked
from apps.citing.statements import WORKS
from tests import builders

VERSIONS = """
    INSERT INTO versions_version (id, source_id, major, minor, patch, status, published_at, seen_on,
                                  effective_date, date_basis, created_at, updated_at)
    SELECT bdp_uuid7(), source.id, 1, n, 0, 'published', now(), current_date, current_date, 'seen',
           now(), now()
      FROM sources_source AS source, generate_series(1, 20000) AS n WHERE source.slug = 'sprot'
"""


def most_read(plan: dict[str, Any]) -> int:
    """The most rows that a step of a plan looked at."""
    own = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
    own += plan.get("Rows Removed by Join Filter", 0)
    return max([int(own * plan["Actual Loops"]), *map(most_read, plan.get("Plans", []))])


def test_a_version_of_many_is_found_by_its_number(db: None) -> None:
    builders.organization()
    builders.source("sprot")
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS)
        cursor.execute("ANALYZE versions_version")
        asked = _asked([Address("uniprot", "sprot", f"1.{n}.0") for n in (7, 19000)])
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {WORKS}", asked)
        ((explained,),) = cursor.fetchall()
    assert most_read(explained[0]["Plan"]) < 50
