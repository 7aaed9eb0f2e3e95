"""FT lines: features, in the grammar of 2019 and in the columns before it.

FT   CHAIN           <1..445                      FT   CHAIN        <1    445       Text
FT                   /note="Text"                 FT                                goes on.
FT                   /id="PRO_0000000530"         FT                                /FTId=PRO_….
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from apps.biology.records import Feature
from apps.ingestion.formats.texts import number
from apps.ingestion.formats.uniprot.lines import EVIDENCE, unwrapped, without_evidence

_KEYED = re.compile(r"(\S+)\s+(\S.*)")
_COLUMNS = re.compile(r"(\S{1,8})\s+([<>?]+\d*|\d+)\s+([<>?]+\d*|\d+)(?:\s+(.*))?$")
_QUALIFIER = re.compile(r'/(\w+)="?(.*)')
_OLD_ID = re.compile(r"\s*/FTId=([^\s.]+)\.?\s*$")
_END = re.compile(r"\D*(\d*)\D*")
# `AYIA KQRQ -> M (in isoform 2)`; of mutagenesis `AYIA KQ->M: Loss of activity`
_CHANGE = re.compile(r"([A-Z ]+)(->)([A-Z ]+)(?= \(|: |$)")
_FROM = slice(8, 16)  # where the columns have the first position, and nothing is since 2019


@dataclass(slots=True)
class _Lines:
    """The lines of one feature, as far as they have been read."""

    type: str
    first: str
    last: str | None
    location: str
    text: list[str] = field(default_factory=list)
    qualifiers: dict[str, list[str]] = field(default_factory=dict)
    key: str | None = None


def features(lines: list[str]) -> Iterator[Feature]:
    """The features in order."""
    current: _Lines | None = None
    for line in lines:
        if line[:1].strip():
            if current:
                yield _feature(current)
            current = _begun(line)
        elif current:
            _go_on(current, line.strip())
    if current:
        yield _feature(current)


def _begun(line: str) -> _Lines:
    old = _COLUMNS.match(line) if line[_FROM].strip() else None
    if old:
        first, last = old[2], old[3]
        location = first if first == last and first != "?" else f"{first}..{last}"
        return _Lines(old[1], first, last, location, text=[old[4] or ""])
    new = _KEYED.match(line)
    location = new[2] if new else "?"
    first, _, second = location.rpartition(":")[2].partition("..")
    return _Lines(new[1] if new else line, first, second or None, location)


def _go_on(feature: _Lines, line: str) -> None:
    qualifier = _QUALIFIER.match(line)
    if qualifier and qualifier[1] != "FTId":
        feature.key = qualifier[1]
        feature.qualifiers[feature.key] = [qualifier[2]]
    elif feature.key:
        feature.qualifiers[feature.key].append(line)
    else:
        feature.text.append(line)


def _feature(found: _Lines) -> Feature:
    start = _position(found.first)
    return Feature(
        type=found.type,
        location=found.location,
        start=start,
        end=start if found.last is None else _position(found.last),
        **_said(found),
    )


def _position(text: str) -> int | None:
    digits = _END.match(text)
    return number(digits[1]) if digits and digits[1] else None


def _said(found: _Lines) -> dict[str, str | None]:
    """Note, evidence and id."""
    if found.qualifiers:
        said = {key: unwrapped(lines).removesuffix('"') for key, lines in found.qualifiers.items()}
        evidence = said.get("evidence")
        return {
            "note": _note(said.get("note", "")),
            "evidence": evidence or None,
            "id": said.get("id") or None,
        }
    text = unwrapped(found.text)
    identity = _OLD_ID.search(text)
    text = text[: identity.start()] if identity else text
    codes = [code.strip(" {}") for code in EVIDENCE.findall(text)]
    return {
        "note": _note(without_evidence(text).strip().removesuffix(".")),
        "evidence": ", ".join(codes) or None,
        "id": identity[1] if identity else None,
    }


def _note(text: str) -> str | None:
    """A note; the blanks within the residues of a change are those of broken lines."""
    changed = _CHANGE.match(text)
    if changed:
        before, arrow, after = (part.replace(" ", "") for part in changed.groups())
        arrow = f" {arrow} " if " -> " in changed[0] else arrow
        text = before + arrow + after + text[changed.end() :]
    return text.strip() or None
