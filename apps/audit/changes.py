"""What a row of the trail says of a change, field by field, with the difference marked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import orjson

MOST_COMPARED = 4000  # characters of a text in which the difference is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a text, and whether the other side lacks it."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field, as it was and as it is: None where it was not told."""

    field: str
    before: str | None
    after: str | None

    @property
    def parts_before(self) -> list[Part]:
        """What it was, with what went marked."""
        return _parts(self.before, self.after)

    @property
    def parts_after(self) -> list[Part]:
        """What it is, with what came marked."""
        return _parts(self.after, self.before)


def field_changes(metadata: Mapping[str, Any]) -> list[FieldChange]:
    """Every field that a row tells of, those that changed first."""
    before, after = _fields(metadata, "before"), _fields(metadata, "after")
    names = dict.fromkeys([*after, *before])
    told = [
        FieldChange(field=name, before=_text(before, name), after=_text(after, name))
        for name in names
    ]
    return sorted(told, key=lambda change: change.before == change.after)


def _fields(metadata: Mapping[str, Any], side: str) -> dict[str, Any]:
    found = metadata.get(side)
    return found if isinstance(found, dict) else {}


def _text(values: Mapping[str, Any], name: str) -> str | None:
    if name not in values:
        return None
    value = values[name]
    if value is None:
        return "nothing"
    return (
        value
        if isinstance(value, str)
        else orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    )


def _parts(mine: str | None, other: str | None) -> list[Part]:
    if mine is None:
        return []
    if other is None or max(len(mine), len(other)) > MOST_COMPARED:
        return [Part(text=mine, differs=mine != other)]
    return list(_compared(mine, other))


def _compared(mine: str, other: str) -> Iterator[Part]:
    words, others = _words(mine), _words(other)
    for kind, start, end, _, _ in SequenceMatcher(
        None, words, others, autojunk=False
    ).get_opcodes():
        if start < end:
            yield Part(text="".join(words[start:end]), differs=kind != "equal")


def _words(text: str) -> list[str]:
    """Words with the blank that follows each."""
    words: list[str] = []
    for piece in text.split(" "):
        words += [piece, " "]
    return words[:-1]
