"""What operators do with the trail beside proving it: export it, check that, erase addresses."""

from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser
from django.utils.dateparse import parse_date, parse_datetime

from apps.audit import commands, queries
from apps.audit.checking import check_export
from apps.audit.dtos import CheckedExport, Erasure
from apps.audit.narrowing import Filters
from apps.core.actor import Actor
from apps.core.errors import InvalidRequest, invalid_field
from apps.core.ids import as_uuid

OPTIONS = {
    "--format": {"choices": ["json", "csv"], "default": "json", "help": "of an export"},
    "--from": {"dest": "since", "metavar": "INSTANT", "help": "export rows of then or later"},
    "--to": {"dest": "until", "metavar": "INSTANT", "help": "export rows before then"},
    "--organization": {"metavar": "SLUG", "help": "export what was done to it, or inside it"},
    "--source": {"metavar": "ORG/SLUG", "help": "export what was done to it and its versions"},
    "--entity": {"metavar": "ID", "help": "export what was done to one thing"},
    "--key": {"metavar": "BASE64", "help": "the public key that an export is checked with"},
    "--user": {"metavar": "NAME|ID", "help": "whose addresses are erased"},
    "--request": {"metavar": "ID", "help": "of which request addresses are erased"},
    "--before": {"metavar": "DAY", "help": "before when addresses are erased"},
    "--reason": {"help": "why addresses are erased"},
}


def add_options(parser: CommandParser) -> None:
    """What an export is of, and what is to be erased."""
    parser.add_argument("file", nargs="?", type=Path, help="the export to check")
    for name, told in OPTIONS.items():
        parser.add_argument(name, **told)  # type: ignore[arg-type]


def chosen(**told: Any) -> Filters:
    """The rows that an export is of."""
    return Filters(
        since=_instant("--from", told["since"]),
        until=_instant("--to", told["until"]),
        organization=told["organization"],
        source=told["source"],
        entity_id=_id("--entity", told["entity"]),
    )


def check(file: Path | None, key: str | None) -> CheckedExport:
    """Whether a file is as it was exported; by the registry's own keys, unless one is given."""
    if file is None:
        raise InvalidRequest(detail="Say which file: manage.py audit check-export FILE.")
    try:
        given = [key] if key else [str(each["public_key"]) for each in queries.get_keys().keys]
        return check_export(file, [b64decode(text, validate=True) for text in given])
    except ValueError as error:
        raise invalid_field("--key", "This is no base64.") from error


def erase(user: str | None, request: str | None, before: str | None, reason: str) -> Erasure:
    """Erase from where somebody, or a request, came, or everybody until then."""
    return commands.erase_origins(
        actor=Actor.system("audit"),
        user_id=_person(user),
        request_id=_id("--request", request),
        before=_instant("--before", before),
        reason=reason,
    )


def _person(text: str | None) -> UUID | None:
    if text is None or (spelled := as_uuid(text)) is not None:
        return spelled if text else None
    found = queries.find_named(text)
    if found.column != "user_id" or not found.ids:
        raise invalid_field("--user", f"Nobody is called “{text}”: give their id.")
    return found.ids[0]


def _id(option: str, text: str | None) -> UUID | None:
    if text is not None and as_uuid(text) is None:
        raise invalid_field(option, f"“{text}” is no id.")
    return as_uuid(text) if text else None


def _instant(option: str, text: str | None) -> datetime | None:
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
