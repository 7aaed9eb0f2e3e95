"""The SQL behind citations: as many versions as a lock pins, in one statement."""

# Each source is found by its name and each version by its whole number: joined freely, PostgreSQL
# now and then looks through every source of an organization, every version of a source.
PINNED = """\
  FROM unnest(%(organizations)s::text[], %(sources)s::text[], %(majors)s::int[],
              %(minors)s::int[], %(patches)s::int[])
       WITH ORDINALITY AS asked (organization, source, major, minor, patch, place)
  JOIN organizations_organization AS organization ON organization.slug = asked.organization
 CROSS JOIN LATERAL (
       SELECT * FROM sources_source AS named
        WHERE named.organization_id = organization.id AND lower(named.slug) = lower(asked.source)
       OFFSET 0) AS source
 CROSS JOIN LATERAL (
       SELECT * FROM versions_version AS numbered
        WHERE numbered.source_id = source.id AND numbered.status <> 'draft'
          AND (numbered.major, numbered.minor, numbered.patch)
              = (asked.major, asked.minor, asked.patch)
       OFFSET 0) AS version
"""

WORKS = f"""
SELECT asked.place, version.id, organization.slug, organization.name, organization.citation,
       organization.website, source.slug, source.name, source.description, source.entry_type,
       source.source_type, source.external_id, source.tags, source.aliases, source.homepage,
       version.license, source.license_note, version.version, version.external_version,
       version.effective_date, version.status, held.releases
{PINNED} CROSS JOIN LATERAL (
       SELECT json_agg(json_build_object('source', releases.slug, 'version', release.version,
                                         'external_version', release.external_version)
                       ORDER BY releases.slug, ordered.ordinal) AS releases
         FROM versions_membership AS span
         JOIN versions_release AS ordered
           ON ordered.source_id = span.releases_id AND ordered.ordinal >= span.since
          AND (span.until IS NULL OR ordered.ordinal < span.until)
         JOIN versions_version AS release
           ON release.id = ordered.version_id AND release.status <> 'draft'
         JOIN sources_source AS releases ON releases.id = span.releases_id
        WHERE span.version_id = version.id) AS held
 ORDER BY asked.place
"""  # noqa: S608

LICENSED = f"""
SELECT asked.place, version.id,
       organization.slug || ':' || source.slug || '@' || version.version, version.license,
       source.license_note
{PINNED} ORDER BY asked.place
"""

# A lock pins all that is needed, and does not say which needs which.
NEEDED = """
SELECT needed.version_id, needed.depends_on_id
  FROM dependencies_dependency AS needed
 WHERE needed.kind = 'required' AND needed.version_id = ANY (%(ids)s)
   AND needed.depends_on_id = ANY (%(ids)s)
"""

# What the members of pinned releases bear that are not pinned themselves: how many bear each
# licence, and the first that came as an example.
BORNE = """
SELECT borne.release_id, organization.slug || ':' || source.slug || '@' || version.version,
       borne.license, source.license_note, borne.versions
  FROM (SELECT release.version_id AS release_id, member.license, count(*) AS versions,
               min(member.id::text)::uuid AS first
          FROM versions_release AS release
          JOIN versions_membership AS span
            ON span.releases_id = release.source_id AND span.since <= release.ordinal
           AND (span.until IS NULL OR span.until > release.ordinal)
          JOIN versions_version AS member ON member.id = span.version_id
         WHERE release.version_id = ANY (%(ids)s) AND member.id <> ALL (%(ids)s)
         GROUP BY release.version_id, member.license) AS borne
  JOIN versions_version AS version ON version.id = borne.first
  JOIN sources_source AS source ON source.id = version.source_id
  JOIN organizations_organization AS organization ON organization.id = source.organization_id
"""

# Most organizations of the catalogue have one source, which is named as they are.
PREFIXES = """
SELECT organization.slug, coalesce(source.aliases, '{}')
  FROM organizations_organization AS organization
  LEFT JOIN sources_source AS source
    ON source.organization_id = organization.id AND lower(source.slug) = organization.slug
 ORDER BY organization.slug
"""
