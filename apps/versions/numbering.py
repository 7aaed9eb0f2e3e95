"""How a version gets its number when its content does not decide it. Pure: no Django here.

A number is given once and never changes; a back-filled old release gets the next one.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, Self

Scheme = Literal["semver", "calendar", "assembly", "sequential"]

MOST = 2**31 - 1
MOST_GIVEN = 10**9 - 1  # what a person may ask for, so that counting on from it never overflows
GIVEN = r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})"  # as `MOST_GIVEN` has it
EXACT = re.compile(r"(0|[1-9][0-9]{0,9})\.(0|[1-9][0-9]{0,9})\.(0|[1-9][0-9]{0,9})")
SEMVER = re.compile(r"[vV]?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?")
ASSEMBLY = re.compile(r"(.*?)(?:[.\-_ ]p([0-9]{1,9}))?", re.IGNORECASE)
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
COMPACT_DATE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[01][0-9][0-3][0-9](?![0-9])")


class Number(NamedTuple):
    """MAJOR.MINOR.PATCH."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The number that `text` spells exactly, else None."""
        found = EXACT.fullmatch(text)
        parts = [int(part) for part in found.groups()] if found else []
        return cls(*parts) if parts and max(parts) <= MOST else None

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


FIRST = Number(1, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A version that has its number already."""

    number: Number
    external_version: str | None
    day: date | None


def next_number(
    scheme: Scheme,
    external_version: str | None,
    day: date,
    taken: Sequence[Numbered],
    names: Iterable[str] = (),
) -> Number:
    """The number for a new version beside those `taken`: free, and by the publisher's scheme.

    `semver` keeps the publisher's number; `calendar` bumps MAJOR with the year and MINOR within
    it; `assembly` makes GRCh38.p14 MAJOR.14.0, one MAJOR for each assembly; `sequential`, and
    whatever a scheme cannot read, bumps MINOR. No number is given by which a publisher already
    calls another version, of those `taken` or in `names`: no address comes to mean something else.
    """
    called = {version.external_version for version in taken} | set(names)
    misread = {Number.parse(name) for name in called if name and name != external_version}
    numbers = {version.number for version in taken} | misread
    last = max(taken, key=lambda version: version.number, default=None)
    wanted: Number | None = None
    if external_version is not None and scheme == "semver":
        wanted = _published_number(external_version)
    elif external_version is not None and scheme == "assembly":
        wanted = _assembly_number(external_version, taken)
    if wanted is not None and wanted not in numbers:
        return wanted
    if last is None:
        return _free(FIRST, numbers)
    if scheme == "calendar" and year_of(external_version, day) > _newest_year(taken, day):
        return _free(Number(last.number.major + 1, 0, 0), numbers)
    return _free(Number(last.number.major, last.number.minor + 1, 0), numbers)


def _free(number: Number, numbers: Set[Number | None]) -> Number:
    while number in numbers:
        number = Number(number.major, number.minor + 1, 0)
    return number


def year_of(external_version: str | None, day: date) -> int:
    """The year a release belongs to: the one in its name, else its day's."""
    named = external_version or ""
    if compact := COMPACT_DATE.search(named):
        return int(compact.group(1))
    found = YEAR.search(named)
    return int(found.group()) if found else day.year


def _newest_year(taken: Sequence[Numbered], day: date) -> int:
    return max(year_of(version.external_version, version.day or day) for version in taken)


def _published_number(external_version: str) -> Number | None:
    found = SEMVER.fullmatch(external_version)
    return Number(*(int(part or 0) for part in found.groups())) if found else None


def _assembly_number(external_version: str, taken: Sequence[Numbered]) -> Number:
    base, patch = _assembly(external_version)
    majors = [
        version.number.major
        for version in taken
        if version.external_version and _assembly(version.external_version)[0] == base
    ]
    latest = max((version.number.major for version in taken), default=0)
    return Number(min(majors, default=latest + 1), patch, 0)


def _assembly(external_version: str) -> tuple[str, int]:
    found = ASSEMBLY.fullmatch(external_version)
    base, patch = found.groups() if found else (external_version, None)
    return base.lower(), int(patch or 0)
