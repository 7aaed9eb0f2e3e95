"""What differs between two releases, or between two records of one protein."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

import orjson

from apps.biology.dtos import Change
from apps.biology.records import Protein
from apps.core.errors import InvalidCursor
from apps.core.pagination import Keyset, Place
from apps.versions.dtos import ChangeType

DERIVED = frozenset({"length", "mass", "crc64", "sequence_sha256"})

REVERSED: Mapping[str, ChangeType] = {"added": "removed", "removed": "added"}
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}")
BY_SLUG = Keyset(name="changes", columns=("slug",))
BY_FIELD = Keyset(name="fields", columns=("category",))

# Members of `releases` that are not the same in its release `a` and in its later release `b`. That
# `since` is above 1 goes without saying, but the index of what later releases began asks for it.
MEMBERS = """
WITH begun AS (
    SELECT slug, member_id, version_id FROM versions_membership
     WHERE releases_id = %(releases)s AND since > 1 AND since > %(a)s AND since <= %(b)s
       AND (until IS NULL OR until > %(b)s)
), gone AS (
    SELECT slug, member_id, version_id FROM versions_membership
     WHERE releases_id = %(releases)s AND since <= %(a)s AND until > %(a)s AND until <= %(b)s
), changes AS (
    SELECT coalesce(begun.slug, gone.slug) AS slug, gone.version_id AS before_id,
           begun.version_id AS after_id,
           CASE WHEN gone.version_id IS NULL THEN 'added'
                WHEN begun.version_id IS NULL THEN 'removed' ELSE 'modified' END AS change_type
      FROM begun FULL JOIN gone USING (member_id)
     WHERE begun.version_id IS DISTINCT FROM gone.version_id
), page AS (
    SELECT * FROM changes
     WHERE (%(change_type)s::text IS NULL OR change_type = %(change_type)s)
       AND (%(place)s::text IS NULL OR slug {beyond} %(place)s)
     ORDER BY slug {turn} LIMIT %(limit)s
)
SELECT page.slug, change_type,
       CASE WHEN change_type <> 'modified' THEN 'protein'
            WHEN was.sequence_id = is_now.sequence_id THEN 'annotation' ELSE 'sequence' END,
       old.version, new.version
  FROM page
  LEFT JOIN versions_version AS old ON old.id = before_id
  LEFT JOIN versions_version AS new ON new.id = after_id
  LEFT JOIN biology_record AS was ON was.version_id = before_id
  LEFT JOIN biology_record AS is_now ON is_now.version_id = after_id
 ORDER BY page.slug {turn}
"""
# Of the first release everything was added, and it can have half a million members: one index
# gives a page of them in order.
FIRST = """
WITH page AS (
    SELECT slug, version_id FROM versions_membership
     WHERE releases_id = %(releases)s AND since <= %(b)s AND (until IS NULL OR until > %(b)s)
       AND (%(change_type)s::text IS NULL OR 'added' = %(change_type)s)
       AND (%(place)s::text IS NULL OR slug {beyond} %(place)s)
     ORDER BY slug {turn} LIMIT %(limit)s
)
SELECT page.slug, 'added', 'protein', NULL, version.version
  FROM page JOIN versions_version AS version ON version.id = page.version_id
 ORDER BY page.slug {turn}
"""

COUNTED = "SELECT count(*) FROM ({statement}) AS all_of_them"


def statement(*, first: bool, backwards: bool) -> str:
    """The SELECT of slug, change type, category, version before and after; by slug."""
    beyond, turn = ("<", "DESC") if backwards else (">", "ASC")
    return (FIRST if first else MEMBERS).format(beyond=beyond, turn=turn)


def counting(*, first: bool) -> str:
    """The SELECT of how many there are, to be given no place and no limit."""
    return COUNTED.format(statement=statement(first=first, backwards=False))


def place(cursor: str) -> Place | None:
    """Where a cursor of this list points. Raises `InvalidCursor`."""
    if not cursor:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        name, backwards, key = orjson.loads(urlsafe_b64decode(padded))
    except (ValueError, TypeError):
        raise InvalidCursor from None
    if name != BY_SLUG.name or backwards not in (0, 1) or not isinstance(key, str):
        raise InvalidCursor
    if not SLUG.fullmatch(key):
        raise InvalidCursor
    return Place(backwards=bool(backwards), key=(key,))


def reverse(change: Change) -> Change:
    """The same change, told from its end to its beginning."""
    told = REVERSED.get(change.change_type, change.change_type)
    return replace(change, change_type=told, before=change.after, after=change.before)


def between(before: Protein | None, after: Protein | None, source: str) -> Iterator[Change]:
    """The fields in which two records of a protein differ; against None all that the other has."""
    for field in fields(Protein):
        if field.name in DERIVED:
            continue
        old, new = (getattr(record, field.name, None) for record in (before, after))
        if _said(old) != _said(new):
            yield Change(
                change_type=_kind(old, new), category=field.name, source=source,
                before=old, after=new,
            )  # fmt: skip


def _kind(old: Any, new: Any) -> ChangeType:
    if _said(old) is None:
        return "added"
    return "removed" if _said(new) is None else "modified"


def _said(value: Any) -> Any:
    """What a field says; None if that is nothing. `False` is something."""
    return None if value in (None, (), "") else value
