"""What a row of the trail says of a change, on a line and in a sentence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from apps.audit.changes import FieldChange, field_changes

LONGEST_IN_A_SENTENCE = 60


class Told(Protocol):
    """A row of the trail, or a value of one."""

    @property
    def action(self) -> str: ...
    @property
    def actor_label(self) -> str: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def metadata(self) -> dict[str, Any]: ...


def sentence(row: Told) -> str:
    """Who did what when, and what became of which field."""
    told = f"{row.actor_label}, {row.created_at:%d %b %Y %H:%M} UTC: {spoken(row.action)}"
    return f"{told} ({summary(row.metadata)})" if summary(row.metadata) else told


def summary(metadata: Mapping[str, Any], most: int = 3) -> str:
    """What became of the first fields, on one line."""
    changed = [
        each
        for each in field_changes(metadata)
        if each.before != each.after and each.after != metadata.get("reason")
    ]
    told = [_said(change) for change in changed[:most]]
    more = len(changed) - len(told)
    return "; ".join([*told, *([f"{more} more"] if more > 0 else [])])


def spoken(action: str) -> str:
    """An action as people say it."""
    return action.replace("_", " ")


def _said(change: FieldChange) -> str:
    if change.before is None:
        return f"{change.field} “{_short(change.after)}”"
    if change.after is None:
        return f"{change.field} was “{_short(change.before)}”"
    return f"{change.field} “{_short(change.before)}” → “{_short(change.after)}”"


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= LONGEST_IN_A_SENTENCE else f"{line[:LONGEST_IN_A_SENTENCE]}…"
