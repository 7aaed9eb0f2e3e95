"""How people say which version they mean: the grammar of specs. Pure: no Django here.

    spec    = organization ":" name [ "@" version ]
    version = "latest" | number | prefix | range | a publisher's name
    number  = 1.4.0        prefix = 1.4 or 1        range = ^1.2, ~1.2, >=1,<2

Without a version, `latest` is meant. The name may end in a hyphen and a file format, which only
the registry can tell from a slug with a hyphen.
"""

import re
from dataclasses import dataclass

from apps.resolving.ranges import NotARange, Span, span_of
from apps.versions.numbering import Number

LATEST = "latest"
MOST_OF_A_SLUG, MOST_OF_A_NAME, MOST_OF_A_VERSION = 100, 300, 200
ORGANIZATION = re.compile(r"[a-z0-9][a-z0-9._-]*")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
PREFIX = re.compile(r"(0|[1-9][0-9]{0,8})(?:\.(0|[1-9][0-9]{0,8}))?")
OPERATORS = "^~<>="


class SpecError(ValueError):
    """A text that is no spec: where it goes wrong, counted from 0, and what belongs there."""

    def __init__(self, text: str, position: int, expected: str) -> None:
        self.position = position
        found = f"“{text[position]}”" if position < len(text) else "the end"
        super().__init__(f"At character {position + 1}, expected {expected}, but found {found}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What was asked for. `number` and `span` are what its version may mean beside a name."""

    text: str
    organization: str
    name: str
    version: str
    number: Number | None
    span: Span | None

    @property
    def named(self) -> str | None:
        """The publisher's name that the version may be; `latest` is nobody's."""
        return None if self.version == LATEST else self.version

    @property
    def parts(self) -> tuple[str, str] | None:
        """The name as a slug and what follows its last hyphen, if it has one."""
        slug, hyphen, ending = self.name.rpartition("-")
        return (slug, ending) if hyphen and slug else None


def parse(text: str) -> Spec:
    """What `text` asks for, blanks around it aside. Raises `SpecError`."""
    text = text.strip()
    organization = _word(
        text, 0, ORGANIZATION, MOST_OF_A_SLUG,
        "the slug of an organization (a-z, 0-9, “.”, “_”, “-”), such as uniprot",
    )  # fmt: skip
    colon = len(organization)
    if text[colon : colon + 1] != ":":
        raise SpecError(text, colon, "“:” between the organization and the name")
    name = _word(
        text, colon + 1, NAME, MOST_OF_A_NAME,
        "the name of a source (letters, digits, “.”, “_”, “-”), such as P01308",
    )  # fmt: skip
    after = colon + 1 + len(name)
    if after < len(text) and text[after] != "@":
        raise SpecError(text, after, "“@” and a version, or the end")
    said = after < len(text)
    version, number, span = _version(text, after + 1) if said else (LATEST, None, Span())
    return Spec(
        text=text, organization=organization, name=name, version=version, number=number, span=span
    )


def _word(text: str, start: int, pattern: re.Pattern[str], most: int, expected: str) -> str:
    found = pattern.match(text, start)
    if found is None:
        raise SpecError(text, start, expected)
    if len(found[0]) > most:
        raise SpecError(text, start + most, f"at most {most} characters")
    return found[0]


def _version(text: str, start: int) -> tuple[str, Number | None, Span | None]:
    version = text[start:]
    if not version or version[0].isspace():
        raise SpecError(text, start, "a version, such as 1.4.0, ^1.2, latest or 2026_01")
    if len(version) > MOST_OF_A_VERSION:
        raise SpecError(text, start + MOST_OF_A_VERSION, f"at most {MOST_OF_A_VERSION} characters")
    if not version.isprintable():
        strange = next(n for n, letter in enumerate(version) if not letter.isprintable())
        raise SpecError(text, start + strange, "a character that can be printed")
    if version == LATEST:
        return version, None, Span()
    if version[0] in OPERATORS:
        try:
            return version, None, span_of(version)
        except NotARange as wrong:
            raise SpecError(text, start + wrong.position, wrong.expected) from None
    number, prefix = Number.parse(version), PREFIX.fullmatch(version)
    return version, number, span_of(f"={version}") if prefix else None
