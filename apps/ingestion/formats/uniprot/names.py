"""DE lines: the names of a protein, in the grammar of 2008 and in the free text before it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from apps.biology.records import Names
from apps.ingestion.formats.uniprot.lines import unwrapped, without_evidence

_NAME = re.compile(
    r"\s*(?:(RecName|AltName|SubName):\s*)?"
    r"(Full|Short|EC|Allergen|Biotech|CD_antigen|INN)=(.*)"
)
_PARTS = re.compile(r"\s*(Contains|Includes):")
_FLAGS = re.compile(r"\s*Flags:(.*)")
_OLD_PARTS = re.compile(r"\s*\[(?:Contains|Includes):.*", re.DOTALL)
_OLD_EC = re.compile(r"\(EC ([^()\s]+)\)")
FRAGMENTS = frozenset({"Fragment", "Fragments"})


@dataclass(slots=True)
class Description:
    """What the DE lines say: names, EC numbers of the protein and its parts, flags."""

    recommended: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    alternative: list[str] = field(default_factory=list)
    submitted: list[str] = field(default_factory=list)
    ec_numbers: dict[str, None] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)

    @property
    def names(self) -> Names:
        return Names(
            recommended=next(iter(self.recommended), None),
            short=tuple(self.short),
            alternative=(*self.recommended[1:], *self.alternative),
            submitted=tuple(self.submitted),
        )


def description(lines: list[str]) -> Description:
    """The description in either grammar."""
    if any(_NAME.match(line) or _FLAGS.match(line) for line in lines):
        return _structured(lines)
    return _free(without_evidence(unwrapped(lines)).removesuffix("."))


def is_fragment(flags: Iterable[str]) -> bool:
    """Whether the sequence is known in part only."""
    return not FRAGMENTS.isdisjoint(flags)


def _structured(lines: list[str]) -> Description:
    found = Description()
    category, of_the_whole = "RecName", True
    for line in _one_line_each(lines):
        if name := _NAME.match(line):
            category = name[1] or category
            _add(found, category, name[2], _value(name[3]), of_the_whole=of_the_whole)
        elif _PARTS.match(line):
            of_the_whole = False
        elif flags := _FLAGS.match(line):
            found.flags += _listed(flags[1])
    return found


def _one_line_each(lines: list[str]) -> list[str]:
    """Names that go on in the next line put together."""
    whole: list[str] = []
    for line in lines:
        if not whole or _NAME.match(line) or _PARTS.match(line) or _FLAGS.match(line):
            whole.append(line)
        else:
            whole[-1] = unwrapped([whole[-1], line.strip()])
    return whole


def _add(found: Description, category: str, kind: str, name: str, *, of_the_whole: bool) -> None:
    if kind == "EC":
        found.ec_numbers[name] = None
    elif name and of_the_whole:
        _list_of(found, category, kind).append(name)


def _list_of(found: Description, category: str, kind: str) -> list[str]:
    if category == "SubName":
        return found.submitted
    if category == "AltName" or kind not in ("Full", "Short"):
        return found.alternative
    return found.recommended if kind == "Full" else found.short


def _value(text: str) -> str:
    return without_evidence(text).strip().removesuffix(";").strip()


def _listed(text: str) -> list[str]:
    return [flag for each in without_evidence(text).split(";") if (flag := each.strip())]


def _free(text: str) -> Description:
    """`NAME (EC 1.3.99.7) (OTHER NAME) (Fragment) [Contains: …]`."""
    found = Description(ec_numbers=dict.fromkeys(_OLD_EC.findall(text)))
    name, groups = _bracketed(_OLD_PARTS.sub("", text).strip())
    found.recommended += [name] if name else []
    found.flags += [group for group in groups if group in FRAGMENTS]
    found.alternative += [
        group for group in groups if group not in FRAGMENTS and not group.startswith("EC ")
    ]
    return found


def _bracketed(text: str) -> tuple[str, list[str]]:
    """A text without the groups in brackets at its end, and those groups in order."""
    groups: list[str] = []
    while text.endswith(")") and (start := _opening(text)) > 0:
        groups.insert(0, text[start + 1 : -1].strip())
        text = text[:start].rstrip()
    return text, [group for group in groups if group]


def _opening(text: str) -> int:
    """Where the bracket that closes the text opens, if a blank is before it; else -1."""
    depth = 0
    for place in range(len(text) - 1, 0, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if not depth:
            return place if text[place - 1] == " " else -1
    return -1
