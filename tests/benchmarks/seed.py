"""Fill a registry with sources, as many as a benchmark needs: one organization a thousand."""

import argparse
import time

from tests.benchmarks.home import prepare

ORGANIZATIONS = """
    INSERT INTO organizations_organization
           (id, slug, name, version_scheme, is_system, created_at, updated_at)
    SELECT bdp_uuid7(), 'seed-' || n, 'Seeded organization ' || n, 'sequential', false, now(), now()
      FROM generate_series(0, %(sources)s / 1000) AS n
"""
SOURCES = """
    INSERT INTO sources_source
           (id, organization_id, slug, entry_type, source_type, name, description, license, tags,
            aliases, names_stand_apart, created_at, updated_at)
    SELECT bdp_uuid7(), owner.id, upper('P' || lpad(to_hex(n), 7, '0')), 'data_source', 'protein',
           'Seeded protein ' || n, 'Made to be counted.', 'CC-BY-4.0', ARRAY['seed'],
           ARRAY['SEED' || n], false, now(), now()
      FROM generate_series(1, %(sources)s) AS n
      JOIN organizations_organization AS owner ON owner.slug = 'seed-' || n / 1000
"""


def seed(sources: int) -> None:
    """Add `sources` sources and their organizations, set-wise, and look at the tables afresh."""
    from apps.core.services import PRIMARY, services

    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(ORGANIZATIONS, {"sources": sources})
        cursor.execute(SOURCES, {"sources": sources})
    with services.connection("owner").cursor() as cursor:
        cursor.execute("VACUUM ANALYZE organizations_organization, sources_source")


def main() -> None:
    """Seed the registry under BDP_HOME."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=1_000_000)
    options = parser.parse_args()
    prepare()
    began = time.perf_counter()
    seed(options.sources)
    print(f"{options.sources:,} sources in {time.perf_counter() - began:.1f} s")  # noqa: T201


if __name__ == "__main__":
    main()
