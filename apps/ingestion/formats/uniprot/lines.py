"""The lines of a record: told apart by their code, and put together again as the format says.

Columns 1 and 2 of a line are its code, the content begins in column 6.
"""

import re

# `{ECO:0000255|HAMAP-Rule:MF_00451}`; before 2014 `{EP4}` or `{EI1,EC2}`
EVIDENCE = re.compile(r"\s*\{(?:ECO:\d+|E[A-Z]\d+)[^{}]*\}")
_STOPPED_TWICE = re.compile(rf"\.{EVIDENCE.pattern}\.")
OF_REFERENCES = "R"
_CODES = "ID AC DT DE GN OS OG OC OX OH CC DR PE KW FT SQ"

_BROKEN_AFTER_HYPHEN = re.compile(r"(?<=\S-)\n")

Lines = dict[str, list[str]]


def by_code(content: str) -> Lines:
    """The contents of the lines by their codes, in order; lines without a code are left out.

    Those of references, whose codes take turns, are under `R`, each as it stands.
    """
    lines: Lines = {code: [] for code in _CODES.split()}
    lines[OF_REFERENCES] = cited = []
    for line in content.split("\n"):
        found = lines.get(line[:2])
        if found is not None:
            found.append(line[5:].rstrip())
        elif line.startswith(OF_REFERENCES):
            cited.append(line)
    return {code: found for code, found in lines.items() if found}


def unwrapped(lines: list[str]) -> str:
    """A text over several lines in one: a hyphen at a line's end joins without a blank."""
    if len(lines) == 1:
        return lines[0].strip()
    text = "\n".join(lines)
    if "-\n" in text:
        text = _BROKEN_AFTER_HYPHEN.sub("", text)
    return text.replace("\n", " ").strip()


def without_evidence(text: str) -> str:
    """The text; of the full stops before and after a code one is left."""
    return EVIDENCE.sub("", _STOPPED_TWICE.sub(".", text)) if "{" in text else text


def listed(lines: list[str]) -> tuple[str, ...]:
    """The items of a list over several lines: `Cell membrane; Glycoprotein.`"""
    text = without_evidence(unwrapped(lines)).removesuffix(".")
    return tuple(filter(None, map(str.strip, text.split(";"))))


def sentence(lines: list[str]) -> str | None:
    """A text over several lines without its evidence and its final full stop; None if empty."""
    return without_evidence(unwrapped(lines)).removesuffix(".").strip() or None
