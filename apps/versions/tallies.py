"""How much there was when a worker last counted, which is true until something else happens.

A tally stands at the position of the last event that it knows of. All that it counts is changed by
commands, which announce it: as long as that event is the newest, nothing has changed.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson

from apps.core.db import read_cursor

EVERYTHING = UUID(int=0)  # the organization that stands for all of them
NEWEST = "(SELECT coalesce(max(position), 0) FROM events_position)"
TRUE_NOW = f"""
SELECT organizations, sources, versions, last_published_at FROM versions_tally
 WHERE organization_id = %s AND position = {NEWEST}
"""  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many organizations; how many sources of each type, and versions in each state."""

    organizations: int
    sources: dict[str, int]
    versions: dict[str, int]
    last_published_at: datetime | None


def tally_of(organization_id: UUID = EVERYTHING) -> Tally | None:
    """What was counted of an organization, or of all, if it is so still."""
    with read_cursor() as cursor:
        cursor.execute(TRUE_NOW, [organization_id])
        found = cursor.fetchone()
    if found is None:
        return None
    organizations, sources, versions, last = found
    return Tally(
        organizations=organizations, sources=orjson.loads(sources),
        versions=orjson.loads(versions), last_published_at=last,
    )  # fmt: skip
