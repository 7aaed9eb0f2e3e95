"""The SQL that asks, of a batch of records, which the newest release does not hold as they come.

`asked` and `seen` are among the tables of `statements`, and so are the parameters.
"""

# As many rows as came, unless one of their accessions came before, in this batch or another.
SEEN = """
INSERT INTO seen (accession, place) SELECT lower(accession), place FROM asked ORDER BY place
    ON CONFLICT DO NOTHING
"""

# What could not be read did not come.
UNSEEN = "DELETE FROM seen WHERE accession = ANY(%(unseen)s)"

# Of each record that `came`: the source that bears its accession, and its open span.
HELD = """
  LEFT JOIN LATERAL (
      SELECT source.id, source.source_type FROM sources_source AS source
       WHERE source.organization_id IS NOT DISTINCT FROM %(organization)s
         AND lower(source.slug) = lower(came.accession) LIMIT 1
  ) AS source ON true
  LEFT JOIN LATERAL (
      SELECT span.id, span.version_id FROM versions_membership AS span
       WHERE span.releases_id IS NOT DISTINCT FROM %(releases)s AND span.member_id = source.id
         AND span.until IS NULL LIMIT 1
  ) AS span ON true
"""

# The records of a batch that are not as the newest release holds them: to be taken, or refused
# because their accession came before (`repeated`) or belongs to something else (`elsewhere`).
# Nearly all are held as they come, under the very slug that they bear: that is asked first, where
# a release came before, and of those nothing more is looked up.
_QUESTION = f"""
SELECT came.place, came.repeated, coalesce(source.source_type <> 'protein', false) AS elsewhere
  FROM (
      SELECT asked.* FROM ({{asked}}) AS asked
        LEFT JOIN LATERAL (
            SELECT record.sha256 FROM versions_membership AS span
              JOIN biology_record AS record ON record.version_id = span.version_id
             WHERE %(ordinal)s > 1 AND span.releases_id = %(releases)s
               AND span.slug = asked.accession AND span.until IS NULL LIMIT 1
        ) AS record ON true
       WHERE asked.repeated OR record.sha256 IS DISTINCT FROM asked.digest
      OFFSET 0
  ) AS came
  {HELD}
  LEFT JOIN LATERAL (
      SELECT record.sha256 FROM biology_record AS record
       WHERE record.version_id = span.version_id LIMIT 1
  ) AS record ON true
 WHERE came.repeated OR record.sha256 IS DISTINCT FROM came.digest
 ORDER BY came.place
"""  # noqa: S608  no value stands in it
_OF_NEW = "SELECT asked.*, false AS repeated FROM asked"
_OF_REPEATED = """
SELECT asked.*, seen.place <> asked.place AS repeated
  FROM asked JOIN seen ON seen.accession = lower(asked.accession)
"""

# Which accessions came before is looked up only where some did: hardly any release has one twice.
ASKING_OF_NEW = (_QUESTION.format(asked=_OF_NEW), "TRUNCATE asked")
ASKING_OF_REPEATED = (_QUESTION.format(asked=_OF_REPEATED), "TRUNCATE asked")
