"""What is shown of a protein that one bundle dropped while another of its organization holds it.

Lists and search show the newest content of a protein. Where that went with this release, what the
other bundle still holds takes its place, indexed out of its record again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from apps.biology.queries import get_record
from apps.core.errors import ContentDamaged
from apps.core.services import PRIMARY, services
from apps.ingestion.formats.entries import Entry, entry_of
from apps.ingestion.formats.registry import parse
from apps.ingestion.loading import Target
from apps.ingestion.statements import FOLLOW, NAMES, PROTEINS
from apps.ingestion.workshop.rows import indexed

AT_ONCE = 1000

# The newest version that a bundle holds of each protein whose shown version none holds any more.
STILL_HELD = """
SELECT DISTINCT ON (touched.member_id) touched.member_id, span.version_id
  FROM touched
  JOIN biology_protein AS shown ON shown.source_id = touched.member_id
  JOIN versions_membership AS span ON span.member_id = touched.member_id AND span.until IS NULL
  JOIN sources_source AS releases
    ON releases.id = span.releases_id AND releases.organization_id = %(organization)s
  JOIN versions_version AS version ON version.id = span.version_id
 WHERE touched.change = 'removed'
   AND NOT EXISTS (SELECT FROM versions_membership AS other
                    WHERE other.member_id = touched.member_id AND other.until IS NULL
                      AND other.version_id = shown.version_id)
 ORDER BY touched.member_id, version.major DESC, version.minor DESC, version.patch DESC
"""
COMING = """
INSERT INTO coming (source_id, version_id, is_new, accession, secondary, entry_name, reviewed,
                    name, genes, organism, taxid, length)
VALUES (%s, %s, false, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def show_what_others_hold(target: Target) -> None:
    """Let each protein that this release dropped be shown as another bundle still holds it.

    To be called once the release was compared with the one before. Raises `ContentDamaged` or
    `ServiceUnavailable` where a record is not there to be read.
    """
    parameters = asdict(target)
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(STILL_HELD, parameters)
        held = cursor.fetchall()
        for start in range(0, len(held), AT_ONCE):
            cursor.executemany(COMING, list(_rows(held[start : start + AT_ONCE])))
            cursor.execute(f"{FOLLOW};{NAMES};{PROTEINS};TRUNCATE coming", parameters)


def _rows(held: Sequence[tuple[UUID, UUID]]) -> Iterator[tuple[Any, ...]]:
    for source, version in held:
        yield source, version, *indexed(_entry(version))


def _entry(version: UUID) -> Entry:
    if (found := get_record(version)) is None:
        raise ContentDamaged
    form, text = found
    return entry_of(parse(form, text), text, line=1)
