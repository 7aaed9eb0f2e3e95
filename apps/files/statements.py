"""What is asked of several tables of files at once."""

# Every file of what is published, with the organization whose it is.
FILES = """
    SELECT version_id, format, filename, size_bytes, sha256 FROM files_file
    UNION ALL
    SELECT version_id, format, NULL, size_bytes, sha256 FROM files_whole
"""
PUBLISHED = """
      JOIN versions_version AS version ON version.id = held.version_id
           AND version.status <> 'draft'
      JOIN sources_source AS source ON source.id = version.source_id
"""

HOLDINGS = f"""
WITH files AS (
    SELECT count(*) AS files, coalesce(sum(held.size_bytes), 0)::bigint AS bytes
      FROM ({FILES}) AS held {PUBLISHED}
     WHERE %(organization)s::uuid IS NULL OR source.organization_id = %(organization)s
), fetched AS (
    SELECT coalesce(sum(downloads), 0)::bigint AS downloads
      FROM (SELECT version_id, downloads FROM files_fetches
            UNION ALL SELECT version_id, 1 FROM files_fetched) AS held {PUBLISHED}
     WHERE %(organization)s::uuid IS NULL OR source.organization_id = %(organization)s
)
SELECT files, bytes, downloads FROM files, fetched
"""  # noqa: S608  texts of our own

HOLDERS = f"""
SELECT organization.slug || '/' || source.slug, version.version, version.external_version,
       version.status, held.format,
       coalesce(held.filename, source.slug || '-' || version.version || '.' || held.format),
       held.size_bytes,
       'sources/' || organization.slug || '/' || source.slug || '/versions/' || version.version
           || '/files/' || held.format
  FROM ({FILES}) AS held {PUBLISHED}
  JOIN organizations_organization AS organization ON organization.id = source.organization_id
 WHERE held.sha256 = %(sha256)s
"""  # noqa: S608
