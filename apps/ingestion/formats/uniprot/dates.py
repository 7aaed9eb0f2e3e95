"""DT lines: when a record was made, resequenced and last touched; since 2006 with versions."""

import re
from dataclasses import dataclass
from datetime import date

from apps.biology.records import Dates
from apps.ingestion.formats.texts import number

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"
_DAY = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})", re.IGNORECASE)
_VERSION = re.compile(r"version (\d+)")
_EVENTS = {
    "integrated into": "created",
    "created": "created",
    "sequence version": "sequence_updated",
    "last sequence update": "sequence_updated",
    "entry version": "entry_updated",
    "last annotation update": "entry_updated",
}


@dataclass(frozen=True, slots=True)
class History:
    """The days, and the versions that the record had reached by them."""

    dates: Dates
    sequence_version: int | None
    entry_version: int | None


def history(lines: list[str]) -> History:
    """What the DT lines say, in either grammar."""
    days: dict[str, date | None] = {}
    versions: dict[str, int | None] = {}
    for line in lines:
        event = _event(line)
        if event and event not in days:
            days[event] = _day(line)
            stated = _VERSION.search(line)
            versions[event] = number(stated[1]) if stated else None
    return History(
        dates=Dates(**days),
        sequence_version=versions.get("sequence_updated"),
        entry_version=versions.get("entry_updated"),
    )


def _event(line: str) -> str | None:
    said = line.lower()
    return next((event for words, event in _EVENTS.items() if words in said), None)


def _day(line: str) -> date | None:
    found = _DAY.match(line)
    if not found or found[2].upper() not in _MONTHS:
        return None
    month = _MONTHS.index(found[2].upper()) // len("JAN ") + 1
    try:
        return date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None
