"""How much there is, counted set-wise, by a worker: no change of the registry, so no command."""

from apps.core.services import PRIMARY, services
from apps.versions.tallies import EVERYTHING, NEWEST, tally_of

# One statement, hence one snapshot: whoever sees a position sees what its transaction changed.
COUNT = f"""
WITH organizations AS (
    SELECT id, 1 AS organizations FROM organizations_organization
    UNION ALL SELECT %(all)s, count(*) FROM organizations_organization
), typed AS (
    SELECT coalesce(organization_id, %(all)s) AS id, source_type, count(*) AS found
      FROM sources_source
     GROUP BY GROUPING SETS ((organization_id, source_type), (source_type))
), sources AS (
    SELECT id, jsonb_object_agg(source_type, found) AS sources FROM typed GROUP BY id
), standing AS (
    SELECT coalesce(organization_id, %(all)s) AS id, status, count(*) AS found,
           max(published_at) AS published_at
      FROM versions_version AS version JOIN sources_source AS source ON source.id = source_id
     GROUP BY GROUPING SETS ((organization_id, status), (status))
), versions AS (
    SELECT id, jsonb_object_agg(status, found) AS versions, max(published_at) AS published_at
      FROM standing GROUP BY id
)
INSERT INTO versions_tally
       (organization_id, position, organizations, sources, versions, last_published_at)
SELECT id, {NEWEST}, organizations, coalesce(sources, '{{}}'), coalesce(versions, '{{}}'),
       published_at
  FROM organizations LEFT JOIN sources USING (id) LEFT JOIN versions USING (id)
    ON CONFLICT (organization_id) DO UPDATE SET
       position = excluded.position, organizations = excluded.organizations,
       sources = excluded.sources, versions = excluded.versions,
       last_published_at = excluded.last_published_at
 WHERE versions_tally.position <= excluded.position
"""  # noqa: S608  texts of our own


def count_anew() -> None:
    """Count, if anything has happened since."""
    if tally_of() is None:
        with services.connection(PRIMARY).cursor() as cursor:
            cursor.execute(COUNT, {"all": EVERYTHING})
