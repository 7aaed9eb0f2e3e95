"""The SQL by which a release of proteins goes in: set-wise, some hundred records at a time.

`asked` (of which `questions` asks) and `arrived` are filled by COPY. Parameters are those of
`loading.Target`.
"""

from apps.ingestion.questions import HELD

TABLES = """
DROP TABLE IF EXISTS
    pg_temp.seen, pg_temp.asked, pg_temp.arrived, pg_temp.coming, pg_temp.touched, pg_temp.orphans;
CREATE TEMP TABLE seen (accession text PRIMARY KEY, place bigint) ON COMMIT DROP;
CREATE TEMP TABLE asked (place bigint, accession text, digest bytea) ON COMMIT DROP;
CREATE TEMP TABLE arrived (
    accession text, secondary text, entry_name text, reviewed boolean, name text, genes text,
    organism text, taxid bigint, residues text, length integer, digest bytea, sequence bytea,
    frame bigint, packed integer, start integer, size integer, new_source uuid, new_version uuid
) ON COMMIT DROP;
CREATE TEMP TABLE coming (
    LIKE arrived, source_id uuid, is_new boolean, version_id uuid, is_new_version boolean,
    change text, category text, bump text, major integer, minor integer, patch integer,
    span_id bigint, held_id uuid, held_number text
) ON COMMIT DROP;
CREATE TEMP TABLE touched (
    member_id uuid, slug text, change text, category text, bump text,
    held_id uuid, held_number text, version_id uuid, number text, secondary text
) ON COMMIT DROP;
"""

# A few rows against tables of any size: each is looked up by an index, one at a time (LATERAL,
# LIMIT), whatever the planner would guess of tables that grow. IS NOT DISTINCT FROM is answered by
# no index: else all sources of an organization, or spans of a bundle, would be read for each row.
BY_INDEX = """
SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_memoize = off;
SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL jit = off;
"""

# What each record that arrived means: which protein and version it is, what it changes.
PLAN = f"""
INSERT INTO coming
SELECT came.*, coalesce(source.id, came.new_source), source.id IS NULL,
       CASE WHEN last.sha256 = came.digest THEN last.id ELSE came.new_version END,
       last.sha256 IS DISTINCT FROM came.digest,
       CASE WHEN span.id IS NULL THEN 'added' ELSE 'modified' END,
       CASE WHEN span.id IS NULL THEN 'protein'
            WHEN held.sequence_id = came.sequence THEN 'annotation' ELSE 'sequence' END,
       own.bump,
       CASE WHEN last.sha256 = came.digest THEN last.major
            WHEN top.major IS NULL THEN 1 ELSE top.major + (own.bump = 'major')::int END,
       CASE WHEN last.sha256 = came.digest THEN last.minor
            WHEN top.major IS NULL OR own.bump = 'major' THEN 0
            ELSE top.minor + (own.bump = 'minor')::int END,
       CASE WHEN last.sha256 = came.digest THEN last.patch
            WHEN top.major IS NULL OR own.bump <> 'patch' THEN 0 ELSE top.patch + 1 END,
       span.id, span.version_id, held.version
  FROM arrived AS came
  {HELD}
  LEFT JOIN LATERAL (
      SELECT version.version, record.sequence_id
        FROM versions_version AS version
        JOIN biology_record AS record ON record.version_id = version.id
       WHERE version.id = span.version_id LIMIT 1
  ) AS held ON true
  LEFT JOIN LATERAL (
      SELECT version.id, version.major, version.minor, version.patch, record.sha256,
             record.sequence_id
        FROM versions_version AS version
        JOIN biology_record AS record ON record.version_id = version.id
       WHERE version.source_id = source.id
       ORDER BY version.major DESC, version.minor DESC, version.patch DESC LIMIT 1
  ) AS last ON true
  LEFT JOIN LATERAL (
      SELECT version.major, version.minor, version.patch FROM versions_version AS version
       WHERE version.source_id = source.id
       ORDER BY version.major DESC, version.minor DESC, version.patch DESC LIMIT 1
  ) AS top ON true
  CROSS JOIN LATERAL (
      SELECT kind, CASE kind WHEN 'annotation' THEN %(annotation_bump)s::text
                             WHEN 'sequence' THEN %(sequence_bump)s::text END AS bump
        FROM (SELECT CASE WHEN top.major IS NULL OR last.sha256 = came.digest THEN NULL
                          WHEN last.sequence_id = came.sequence THEN 'annotation'
                          ELSE 'sequence' END AS kind) AS compared
  ) AS own
"""  # noqa: S608  no value stands in it

SOURCES = """
INSERT INTO sources_source (id, organization_id, slug, entry_type, source_type, name, external_id,
                            tags, aliases, names_stand_apart, created_at, updated_at)
SELECT source_id, %(organization)s, accession, 'data_source', 'protein',
       left(coalesce(name, entry_name, accession), 256), entry_name, '{}',
       string_to_array(secondary, ' '), true, %(now)s, %(now)s
  FROM coming WHERE is_new
"""

# Names and aliases follow the record, but what a curator has written stays.
FOLLOW = """
UPDATE sources_source AS source
   SET name = follows.name, aliases = follows.aliases, updated_at = %(now)s, archived_at = NULL,
       superseded_by = CASE WHEN source.archived_at IS NULL THEN source.superseded_by END
  FROM (
      SELECT coming.source_id,
             CASE WHEN known.source_id IS NULL
                    OR held.name = left(coalesce(called.name, known.entry_name, known.accession),
                                        256)
                  THEN left(coalesce(coming.name, coming.entry_name, coming.accession), 256)
                  ELSE held.name END AS name,
             ARRAY(SELECT word FROM unnest(held.aliases) AS word
                    WHERE word <> ALL (coalesce(known.secondary_accessions, '{}'))
                      AND word <> ALL (string_to_array(coming.secondary, ' ')))
             || string_to_array(coming.secondary, ' ')::varchar[] AS aliases
        FROM coming
        JOIN sources_source AS held ON held.id = coming.source_id
        LEFT JOIN biology_protein AS known ON known.source_id = coming.source_id
        LEFT JOIN biology_name AS called ON called.id = known.name_id
       WHERE NOT coming.is_new
  ) AS follows
 WHERE source.id = follows.source_id
   AND (source.name <> follows.name OR source.aliases <> follows.aliases
        OR source.archived_at IS NOT NULL)
"""

SEQUENCES = """
INSERT INTO biology_sequence (sha256, residues)
SELECT DISTINCT ON (sequence) sequence, residues FROM coming WHERE is_new_version
    ON CONFLICT DO NOTHING
"""

VERSIONS = """
INSERT INTO versions_version (id, source_id, major, minor, patch, release_date, effective_date,
                              date_basis, status, published_at, license, size_bytes, created_at,
                              updated_at)
SELECT version_id, source_id, major, minor, patch, %(release_date)s, %(effective_date)s,
       %(date_basis)s, 'published', %(now)s, coalesce(source.license, %(license)s), size,
       %(now)s, %(now)s
  FROM coming JOIN sources_source AS source ON source.id = source_id
 WHERE is_new_version
"""

RECORDS = """
INSERT INTO biology_record (version_id, format, sha256, sequence_id, length, pack_id,
                            frame, packed, start, size)
SELECT version_id, %(format)s, digest, sequence, length, %(pack)s, frame, packed, start, size
  FROM coming WHERE is_new_version
"""

NAMES = """
INSERT INTO biology_name (name)
SELECT DISTINCT name FROM coming WHERE name IS NOT NULL
   AND NOT EXISTS (SELECT FROM biology_name AS known WHERE known.name = coming.name)
    ON CONFLICT DO NOTHING
"""

PROTEINS = """
INSERT INTO biology_protein (source_id, organization_id, version_id, accession,
                             secondary_accessions, entry_name, reviewed, name_id, genes, organism,
                             taxid, length)
SELECT source_id, %(organization)s, version_id, accession, string_to_array(secondary, ' '),
       entry_name, reviewed,
       (SELECT known.id FROM biology_name AS known WHERE known.name = coming.name),
       string_to_array(genes, E'\\n'), organism, taxid, length
  FROM coming
    ON CONFLICT (source_id) DO UPDATE
   SET version_id = excluded.version_id, accession = excluded.accession,
       secondary_accessions = excluded.secondary_accessions, entry_name = excluded.entry_name,
       reviewed = excluded.reviewed, name_id = excluded.name_id, genes = excluded.genes,
       organism = excluded.organism, taxid = excluded.taxid, length = excluded.length
"""

ENDED = """
UPDATE versions_membership AS span SET until = %(ordinal)s
  FROM coming WHERE span.id = coming.span_id
"""

BEGUN = """
INSERT INTO versions_membership (releases_id, member_id, version_id, slug, since)
SELECT %(releases)s, source_id, version_id, accession, %(ordinal)s FROM coming
"""

TOUCHED = """
INSERT INTO touched
SELECT source_id, accession, change, category, bump, held_id, held_number, version_id,
       major || '.' || minor || '.' || patch, secondary
  FROM coming
"""

SETTLING = (
    PLAN, SOURCES, FOLLOW, SEQUENCES, VERSIONS, RECORDS, NAMES, PROTEINS, ENDED, BEGUN, TOUCHED,
    "TRUNCATE arrived, coming",
)  # fmt: skip

REMOVED = """
WITH ended AS (
    UPDATE versions_membership AS span SET until = %(ordinal)s
     WHERE span.releases_id = %(releases)s AND span.until IS NULL AND span.since < %(ordinal)s
       AND NOT EXISTS (SELECT FROM seen WHERE seen.accession = lower(span.slug))
    RETURNING span.member_id, span.slug, span.version_id
)
INSERT INTO touched
SELECT member_id, slug, 'removed', 'protein', NULL, version_id, version.version, NULL, NULL, NULL
  FROM ended JOIN versions_version AS version ON version.id = ended.version_id
"""

# What no newest release of the organization holds any more.
ORPHANS = """
CREATE TEMP TABLE orphans ON COMMIT DROP AS
SELECT member_id, slug FROM touched
 WHERE change = 'removed'
   AND NOT EXISTS (SELECT FROM versions_membership AS span
                     JOIN sources_source AS releases ON releases.id = span.releases_id
                    WHERE span.member_id = touched.member_id AND span.until IS NULL
                      AND releases.organization_id = %(organization)s)
"""

# An accession that went because another protein took it over leads there, if it is one alone.
ARCHIVED = """
WITH heirs AS MATERIALIZED (
    SELECT touched.slug, took_over
      FROM touched, unnest(string_to_array(touched.secondary, ' ')) AS took_over
     WHERE took_over IN (SELECT slug FROM orphans)
)
UPDATE sources_source AS source
   SET archived_at = coalesce(source.archived_at, %(now)s), updated_at = %(now)s,
       superseded_by = coalesce(source.superseded_by, (
           SELECT %(slug)s || '/' || min(heirs.slug) FROM heirs
            WHERE heirs.took_over = orphans.slug HAVING count(DISTINCT heirs.slug) = 1))
  FROM orphans WHERE source.id = orphans.member_id
"""

FORGOTTEN = "DELETE FROM biology_protein USING orphans WHERE source_id = orphans.member_id"

# Now whole tables are compared, and the planner knows them. Of what was seen it need know no more
# than how many rows there are: no accession is there twice.
BY_ALL = """
SET LOCAL enable_hashjoin = on; SET LOCAL enable_seqscan = on; SET LOCAL enable_bitmapscan = on;
ANALYZE seen (place); ANALYZE touched;
"""
ENDING = (BY_ALL, REMOVED, ORPHANS, ARCHIVED, FORGOTTEN)

COUNTS = "SELECT change, category, count(*) FROM touched GROUP BY change, category"
BUMPS = "SELECT DISTINCT bump FROM touched WHERE bump IS NOT NULL AND change = 'modified'"

MEMBERS = """
SELECT 'source' AS entity_type, member_id AS entity_id, %s || '/' || slug AS entity_label,
       jsonb_build_object('change', CASE change WHEN 'modified' THEN 'changed' ELSE change END,
                          'category', category, 'from', held_number, 'to', number,
                          'release', %s::text) AS metadata
  FROM touched
"""

SEAL = """
UPDATE versions_release SET members = %(members)s, sha256 = %(sha256)s, sealed = true
 WHERE version_id = %(release)s
"""
