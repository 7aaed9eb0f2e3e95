"""The SQL of resolving: a handful of statements, however many specs are asked.

The registry of an earlier instant is read from what never changes (numbers, names, dates, members,
dependencies, licences) and from `version_states`, which are only ever added to.
"""

from uuid import UUID

ASKED = "jsonb_to_recordset(%(asked)s::jsonb) AS asked"

# How a version `v` stands, or stood at `known_at`; one that was not known then is left out. What
# was published as it was registered made no move: it stood so from its `published_at` on.
STANDS = "CROSS JOIN LATERAL (SELECT v.status, v.reason, v.superseded_by) AS stood"
STOOD = """
    JOIN LATERAL (
        SELECT coalesce(moved.status, 'published') AS status, moved.reason, moved.superseded_by
          FROM (SELECT) AS begun LEFT JOIN LATERAL (
            SELECT state.status, state.reason, state.superseded_by FROM version_states AS state
             WHERE state.version_id = v.id AND state.at <= %(known_at)s
             ORDER BY state.at DESC, state.id DESC LIMIT 1
          ) AS moved ON true
    ) AS stood ON v.published_at <= %(known_at)s"""

LOCATED = f"""
    SELECT asked.organization, asked.slug, source.id
      FROM {ASKED} (organization text, slug text)
      JOIN organizations_organization AS owner ON owner.slug = asked.organization
      JOIN sources_source AS source
        ON source.organization_id = owner.id AND lower(source.slug) = asked.slug
     WHERE %(known_at)s::timestamptz IS NULL OR source.created_at <= %(known_at)s
"""  # noqa: S608

DEPENDED_ON = """
    WITH RECURSIVE reached (id) AS (
        SELECT unnest(%(ids)s::uuid[])
         UNION
        SELECT needed.depends_on_id
          FROM reached JOIN dependencies_dependency AS needed
            ON needed.version_id = reached.id AND needed.kind = 'required'
    )
    SELECT needed.version_id, needed.depends_on_id
      FROM reached JOIN dependencies_dependency AS needed
        ON needed.version_id = reached.id AND needed.kind = 'required'
"""

DECLARED = """
    SELECT needed.version_id, owner.slug || '/' || source.slug AS source, v.version, needed.kind
      FROM dependencies_dependency AS needed
      JOIN versions_version AS v ON v.id = needed.depends_on_id
      JOIN sources_source AS source ON source.id = v.source_id
      JOIN organizations_organization AS owner ON owner.id = source.organization_id
"""
# As `sort` and `sha256sum` have it: tab-separated lines, sorted by their bytes.
SUMMED = rf"""
    SELECT version_id, count(*), encode(sha256(convert_to(
               string_agg(line, '' ORDER BY line COLLATE "C"), 'UTF8')), 'hex')
      FROM (SELECT version_id, concat_ws(E'\t', source, version, kind) || E'\n' AS line
              FROM ({DECLARED} WHERE needed.version_id = ANY (%(ids)s)) AS declared) AS written
     GROUP BY version_id
"""  # noqa: S608
RELEASES = "SELECT version_id FROM versions_release WHERE version_id = ANY (%(ids)s)"
NEAR_SOURCES = f"""
    SELECT asked.n, owner.slug || ':' || source.slug, source.created_at
      FROM {ASKED} (n int, organization text, slug text)
     CROSS JOIN LATERAL (
            (SELECT id FROM sources_source WHERE lower(slug) = asked.slug LIMIT 5)
             UNION
            (SELECT id FROM sources_source WHERE search_names @> ARRAY[asked.slug] LIMIT 5)
             UNION
            (SELECT id FROM sources_source
              WHERE lower(slug) ~>=~ left(asked.slug, -1) AND length(asked.slug) > 2
                AND lower(slug) ~<~ (left(asked.slug, -1) || '~')
                AND organization_id = (SELECT id FROM organizations_organization AS owner
                                        WHERE owner.slug = asked.organization)
              ORDER BY lower(slug) USING ~<~ LIMIT 20)
             UNION
            (SELECT source.id
               FROM (SELECT bdp_slips(left(asked.slug, 60)) AS slips OFFSET 0) AS slipped
               JOIN sources_known_name AS known ON known.slips && slipped.slips
               JOIN sources_source AS source ON lower(source.slug) = known.name LIMIT 20)
           ) AS near
      JOIN sources_source AS source USING (id)
      JOIN organizations_organization AS owner ON owner.id = source.organization_id
     WHERE levenshtein(left(lower(source.slug), 200), left(asked.slug, 200))
           <= greatest(2, length(asked.slug) / 3)
        OR source.search_names @> ARRAY[asked.slug]
     ORDER BY asked.n, levenshtein(left(owner.slug || ':' || lower(source.slug), 200),
                                   left(asked.organization || ':' || asked.slug, 200)), 2
"""  # noqa: S608


def chosen(*, as_known: bool) -> str:
    """The SELECT of the versions that each spec may mean: `n`, the way, and the version's id.

    Ways: 1 its number, 2 its publisher's name, 3 the name of a release that holds it, 4 the newest
    that fits; of every spec the lowest counts. The third may find several.
    """
    stood = STOOD if as_known else STANDS
    return f"""
        SELECT asked.n, meant.way, meant.id
          FROM {ASKED} (n int, source uuid, name text, number bigint[], low bigint[],
                        high bigint[])
         CROSS JOIN LATERAL (
            SELECT 1 AS way, v.id FROM versions_version AS v {stood}
             WHERE v.source_id = asked.source AND v.major = asked.number[1]
               AND v.minor = asked.number[2] AND v.patch = asked.number[3]
               AND stood.status <> 'draft'
             UNION ALL
            SELECT 2, v.id FROM versions_version AS v {stood}
             WHERE v.source_id = asked.source AND v.external_version = asked.name
               AND stood.status <> 'draft'
             UNION ALL
            SELECT DISTINCT 3, span.version_id
              FROM (SELECT * FROM versions_membership WHERE member_id = asked.source OFFSET 0)
                AS span
             CROSS JOIN LATERAL (
                   SELECT FROM versions_version AS v {stood}
                     JOIN versions_release AS release
                       ON release.version_id = v.id AND release.ordinal >= span.since
                          AND (span.until IS NULL OR release.ordinal < span.until)
                    WHERE v.source_id = span.releases_id AND v.external_version = asked.name
                      AND stood.status <> 'draft'
                   OFFSET 0) AS holding
             UNION ALL
            (SELECT 4, v.id FROM versions_version AS v {stood}
              WHERE v.source_id = asked.source AND {_fits()}
                AND stood.status IN ('published', 'deprecated')
                AND (%(as_of)s::date IS NULL OR v.effective_date <= %(as_of)s)
              ORDER BY v.listed_on DESC, v.major DESC, v.minor DESC, v.patch DESC LIMIT 1)
         ) AS meant
    """  # noqa: S608


def facts(*, as_known: bool) -> str:
    """The SELECT of what is known of versions, in the order of the fields of a `Fact`.

    What a known version depends on was published before it, whatever their clocks said.
    """
    stood = f"LEFT {STOOD.strip()}" if as_known else STANDS
    return f"""
        SELECT v.id, v.source_id, owner.slug, source.slug, v.version, v.external_version,
               v.effective_date, v.license, coalesce(stood.status, 'published'), stood.reason,
               stood.superseded_by
          FROM versions_version AS v {stood}
          JOIN sources_source AS source ON source.id = v.source_id
          JOIN organizations_organization AS owner ON owner.id = source.organization_id
         WHERE v.id = ANY (%(ids)s)
    """  # noqa: S608


def members(version: UUID) -> str:
    """The COPY of what a release depends on, members included: source, version, kind."""
    return f"""
    COPY (
        SELECT source, version, kind
          FROM (
            SELECT owner.slug || '/' || span.slug AS source, v.version, 'member' AS kind
              FROM versions_release AS release
              JOIN versions_membership AS span
                ON span.releases_id = release.source_id AND span.since <= release.ordinal
               AND (span.until IS NULL OR span.until > release.ordinal)
              JOIN versions_version AS v ON v.id = span.version_id
              JOIN sources_source AS member ON member.id = span.member_id
              JOIN organizations_organization AS owner ON owner.id = member.organization_id
             WHERE release.version_id = '{version}'
             UNION ALL
            SELECT source, version, kind FROM ({DECLARED}) AS declared
             WHERE version_id = '{version}'
          ) AS everything
         ORDER BY source COLLATE "C", version COLLATE "C", kind COLLATE "C"
    ) TO STDOUT
"""  # noqa: S608


def near_versions(*, as_known: bool) -> str:
    """The SELECT of versions to tell of where none fits: those that do but are yanked, the newest.

    Each with `n`, its number, its publisher's name, its day, how it stands, and whether it fits.
    """
    stood = STOOD if as_known else STANDS
    return f"""
        SELECT asked.n, v.version, v.external_version, v.effective_date, v.status, v.fits
          FROM {ASKED} (n int, source uuid, low bigint[], high bigint[])
         CROSS JOIN LATERAL (
            SELECT v.version, v.external_version, v.effective_date, stood.status,
                   coalesce({_fits()}, false) AS fits
              FROM versions_version AS v {stood}
             WHERE v.source_id = asked.source AND stood.status <> 'draft'
             ORDER BY fits DESC, v.listed_on DESC, v.major DESC, v.minor DESC, v.patch DESC LIMIT 3
         ) AS v
    """  # noqa: S608


def _fits() -> str:
    number = "ARRAY[v.major, v.minor, v.patch]::bigint[]"
    return f"({number} >= asked.low AND {number} < asked.high)"
