"""Tags of what a client has seen (RFC 9110, section 8.8.3), and whether they still hold."""

from dataclasses import fields
from datetime import datetime
from functools import cache
from hashlib import blake2b
from typing import Protocol
from uuid import UUID

from apps.core.errors import PreconditionFailed


class Stamped(Protocol):
    """A row, or a DTO of one, whose every change moves `updated_at`: PostgreSQL sees to it."""

    id: UUID
    updated_at: datetime


def tag_of(shown: type, row: Stamped) -> str:
    """The strong tag of a row's present state, as the DTO `shown` tells it."""
    return tag(_form(shown) + row.id.bytes + row.updated_at.isoformat().encode())


def tag(state: bytes) -> str:
    """The strong tag of any state: 128 bits of it, in the quotes that belong to a tag."""
    return f'"{blake2b(state, digest_size=16).hexdigest()}"'


def names(header: str, current: str) -> bool:
    """Whether an If-Match or If-None-Match names the `current` tag; `*` names any."""
    return names_any(header) or current in _tags(header)


def names_any(header: str) -> bool:
    """Whether it names whatever there is: who says so need not have seen anything."""
    return "*" in _tags(header)


def require_unchanged(shown: type, row: Stamped, if_match: str | None) -> None:
    """Let a change pass that was made from the present state.

    Raises `PreconditionFailed` where somebody else was quicker.
    """
    if if_match is not None and not names(if_match, tag_of(shown, row)):
        raise PreconditionFailed


def _tags(header: str) -> list[str]:
    return [part.strip().removeprefix("W/") for part in header.split(",")]


@cache
def _form(shown: type) -> bytes:
    """What a later release changes when it shows more, or otherwise, of the same row."""
    return repr([(field.name, str(field.type)) for field in fields(shown)]).encode()
