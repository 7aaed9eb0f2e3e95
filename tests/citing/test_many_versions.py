"""A version is cited for as little among thousands as alone."""

from typing import Any

from django.db import connection

from apps.citing.queries import Address, _asked
from apps.citing.statements import WORKS
from tests import builders

# Sources have few versions as a rule, which is what PostgreSQL plans for.
SOURCES = """
    INSERT INTO sources_source (id, organization_id, slug, entry_type, source_type, name, tags,
                                aliases, names_stand_apart, created_at, updated_at)
    SELECT bdp_uuid7(), owner.id, 'other-' || n, 'data_source', 'database', 'Other', '{}', '{}',
           true, now(), now()
      FROM organizations_organization AS owner, generate_series(1, 3000) AS n
"""
VERSIONS = """
    INSERT INTO versions_version (id, source_id, major, minor, patch, status, published_at, seen_on,
                                  effective_date, date_basis, created_at, updated_at)
    SELECT bdp_uuid7(), source.id, 1, n, 0, 'published', now(), current_date, current_date, 'seen',
           now(), now()
      FROM sources_source AS source,
           generate_series(1, CASE WHEN source.slug = 'sprot' THEN 5000 ELSE 1 END) AS n
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
        for statement in (SOURCES, VERSIONS, "ANALYZE versions_version, sources_source"):
            cursor.execute(statement)
        asked = _asked([Address("uniprot", "sprot", "1.4000.0")])
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {WORKS}", asked)
        ((explained,),) = cursor.fetchall()
    assert most_read(explained[0]["Plan"]) < 50
