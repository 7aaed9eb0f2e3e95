"""What operators type after the options of the trail's commands."""

from datetime import UTC, datetime
from uuid import UUID

from django.utils.dateparse import parse_date, parse_datetime

from apps.audit import queries
from apps.core.errors import invalid_field
from apps.core.ids import as_uuid


def person_id(text: str | None) -> UUID | None:
    """Whom an operator means. Raises `InvalidRequest`."""
    if text is None or (spelled := as_uuid(text)) is not None:
        return spelled if text else None
    found = queries.find_named(text)
    if found.column != "user_id" or not found.ids:
        raise invalid_field("--user", f"Nobody is called “{text}”: give their id.")
    return found.ids[0]


def entity_id(option: str, text: str | None) -> UUID | None:
    """An id as an operator types it. Raises `InvalidRequest`."""
    if text is not None and as_uuid(text) is None:
        raise invalid_field(option, f"“{text}” is no id.")
    return as_uuid(text) if text else None


def instant_of(option: str, text: str | None) -> datetime | None:
    """A day, which begins at midnight UTC, or an instant. Raises `InvalidRequest`."""
    if text is None:
        return None
    try:
        if day := parse_date(text):
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        if (found := parse_datetime(text)) and found.tzinfo:
            return found
    except ValueError:
        pass
    raise invalid_field(option, f"“{text}” is no day, and no instant with its offset.")
