"""What operators do with the trail beside proving it: export it, check that, erase addresses."""

from base64 import b64decode
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.audit import commands, queries
from apps.audit.checking import check_export
from apps.audit.dtos import CheckedExport, Erasure
from apps.audit.narrowing import Filters
from apps.audit.typed import entity_id, instant_of, person_id
from apps.core.actor import Actor
from apps.core.errors import InvalidRequest, invalid_field

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
    "--reason": {"help": "why addresses are erased, or a log is accepted"},
}


def add_options(parser: CommandParser) -> None:
    """What an export is of, and what is to be erased."""
    parser.add_argument("file", nargs="?", type=Path, help="the export to check")
    for name, told in OPTIONS.items():
        parser.add_argument(name, **told)  # type: ignore[arg-type]


def chosen(**told: Any) -> Filters:
    """The rows that an export is of."""
    return Filters(
        since=instant_of("--from", told["since"]),
        until=instant_of("--to", told["until"]),
        organization=told["organization"],
        source=told["source"],
        entity_id=entity_id("--entity", told["entity"]),
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
        user_id=person_id(user),
        request_id=entity_id("--request", request),
        before=instant_of("--before", before),
        reason=reason,
    )
