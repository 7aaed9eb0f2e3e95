"""The SQL of projects: a statement for each step, however many pins there are.

The newest version of a source is what `latest` means: the first by (effective date, number) of
those that are published or deprecated.
"""

ASKED = "jsonb_to_recordset(%(asked)s::jsonb) AS asked"
NEWEST = """
    LEFT JOIN LATERAL (
        SELECT v.* FROM versions_version AS v
         WHERE v.source_id = {source} AND v.status IN ('published', 'deprecated')
         ORDER BY v.listed_on DESC, v.major DESC, v.minor DESC, v.patch DESC LIMIT 1
    ) AS newest ON true
"""
ORDER = "({0}.listed_on, {0}.major, {0}.minor, {0}.patch)"

# The versions that a lock pins, each with the newest of its source.
PINNED = f"""
    SELECT asked.n, source.id, held.id, held.external_version, newest.id, newest.version,
           newest.effective_date, held.status
      FROM {ASKED} (n int, organization text, slug text, major int, minor int, patch int)
      JOIN organizations_organization AS owner ON owner.slug = asked.organization
      JOIN sources_source AS source
        ON source.organization_id = owner.id AND lower(source.slug) = lower(asked.slug)
      JOIN versions_version AS held
        ON held.source_id = source.id AND held.major = asked.major
       AND held.minor = asked.minor AND held.patch = asked.patch
    {NEWEST.format(source="source.id")}
"""  # noqa: S608  SQL of ours, its values are parameters

# Each pin beside its version and the newest of its source today. One is newer that was not there
# when the lock was made: it comes after what was the newest then, or was published since.
COMPARED = f"""
    SELECT pin.section, pin.spec, pin.resolved, pin.status, pin.license, held.status, held.reason,
           coalesce(held.superseded_by, source.superseded_by), source.archived_at IS NOT NULL,
           held.version, owner.slug || ':' || source.slug || '@' || newest.version, newest.version,
           newest.license,
           {ORDER.format("newest")} > {ORDER.format("held")}
           AND newest.id IS DISTINCT FROM pin.newest_id
           AND (known.id IS NULL OR {ORDER.format("newest")} > {ORDER.format("known")}
                OR newest.published_at > %(since)s),
           was.source_id, was.ordinal, comes.ordinal, old.sequence_id <> new.sequence_id
      FROM projects_pin AS pin
      LEFT JOIN versions_version AS held ON held.id = pin.version_id
      LEFT JOIN sources_source AS source ON source.id = pin.source_id
      LEFT JOIN organizations_organization AS owner ON owner.id = source.organization_id
      LEFT JOIN versions_version AS known ON known.id = pin.newest_id
    {NEWEST.format(source="pin.source_id")}
      LEFT JOIN versions_release AS was ON was.version_id = held.id
      LEFT JOIN versions_release AS comes ON comes.version_id = newest.id
      LEFT JOIN biology_record AS old ON old.version_id = held.id
      LEFT JOIN biology_record AS new ON new.version_id = newest.id
     WHERE pin.project_id = %(project)s
     ORDER BY array_position(ARRAY['sources', 'tools', 'dependencies'], pin.section),
              pin.spec COLLATE "C"
"""  # noqa: S608

# How many members two releases of a source do not share.
COUNTED = f"""
    SELECT asked.n, counted.*
      FROM {ASKED} (n int, releases uuid, a int, b int)
     CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE gone.member_id IS NULL),
               count(*) FILTER (WHERE begun.member_id IS NULL),
               count(*) FILTER (WHERE gone.version_id <> begun.version_id)
          FROM (SELECT member_id, version_id FROM versions_membership
                 WHERE releases_id = asked.releases AND since > 1 AND since > asked.a
                   AND since <= asked.b AND (until IS NULL OR until > asked.b)) AS begun
          FULL JOIN (SELECT member_id, version_id FROM versions_membership
                      WHERE releases_id = asked.releases AND since <= asked.a
                        AND until > asked.a AND until <= asked.b) AS gone USING (member_id)
     ) AS counted
"""  # noqa: S608

# Which sources that a project pins are members of its releases, and not the same in both: the
# first `most` of each two releases, and how many there are.
TOUCHED = f"""
      WITH named AS (SELECT DISTINCT source_id FROM projects_pin WHERE project_id = %(project)s),
      then_and_now AS (
        SELECT asked.n, span.member_id,
               (array_agg(span.version_id) FILTER (WHERE span.since <= asked.a
                    AND (span.until IS NULL OR span.until > asked.a)))[1] AS before_id,
               (array_agg(span.version_id) FILTER (WHERE span.since <= asked.b
                    AND (span.until IS NULL OR span.until > asked.b)))[1] AS after_id
          FROM named
          JOIN versions_membership AS span ON span.member_id = named.source_id
          JOIN {ASKED} (n int, releases uuid, a int, b int) ON asked.releases = span.releases_id
         GROUP BY asked.n, span.member_id
      ),
      touched AS (
        SELECT moved.*, owner.slug || '/' || source.slug AS source,
               count(*) OVER (PARTITION BY n) AS there_are,
               row_number() OVER (PARTITION BY n ORDER BY owner.slug, source.slug) AS place
          FROM then_and_now AS moved
          JOIN sources_source AS source ON source.id = moved.member_id
          JOIN organizations_organization AS owner ON owner.id = source.organization_id
         WHERE moved.before_id IS DISTINCT FROM moved.after_id
      )
    SELECT n, there_are, source, before.version, after.version,
           old.sequence_id <> new.sequence_id
      FROM touched
      LEFT JOIN versions_version AS before ON before.id = before_id
      LEFT JOIN versions_version AS after ON after.id = after_id
      LEFT JOIN biology_record AS old ON old.version_id = before_id
      LEFT JOIN biology_record AS new ON new.version_id = after_id
     WHERE place <= %(most)s
     ORDER BY n, place
"""  # noqa: S608
