"""How the content of a release decides its number. Pure: no Django here.

A strategy names the kinds of change that break (MAJOR), that add (MINOR), and what the rest is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from apps.versions.numbering import Number

Bump = Literal["major", "minor", "patch"]
ANY = "*"


class Kind(NamedTuple):
    """A kind of change: what happened, and to what sort of thing (`*` is any)."""

    change_type: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """Which changes bump which part of a number."""

    major: frozenset[Kind] = frozenset()
    minor: frozenset[Kind] = frozenset()
    default: Bump = "patch"
    cascade_on_major: bool = False
    cascade_on_minor: bool = False

    def bump(self, kinds: Iterable[Kind]) -> tuple[Bump, Kind | None]:
        """The part of the number that these changes bump, and the first of them that says so."""
        found = sorted(kinds)
        for bump, triggers in (("major", self.major), ("minor", self.minor)):
            for kind in found:
                if kind in triggers or Kind(kind.change_type, ANY) in triggers:
                    return bump, kind  # type: ignore[return-value]
        return self.default, found[0] if found else None

    def cascaded(self, own: Bump, members: Iterable[Bump]) -> Bump:
        """The bump of a release with these bumps among its members, as far as they cascade."""
        bumped = set(members)
        if own == "major" or (self.cascade_on_major and "major" in bumped):
            return "major"
        if own == "minor" or (self.cascade_on_minor and "minor" in bumped):
            return "minor"
        return own


def bumped(number: Number, bump: Bump) -> Number:
    """The number after `number`."""
    if bump == "major":
        return Number(number.major + 1, 0, 0)
    if bump == "minor":
        return Number(number.major, number.minor + 1, 0)
    return Number(number.major, number.minor, number.patch + 1)


def bump_between(number: Number, later: Number) -> Bump:
    """Which part of a number differs first."""
    if later.major != number.major:
        return "major"
    return "minor" if later.minor != number.minor else "patch"


def strategy_of(organization: str, chosen: Mapping[str, Any] | None) -> Strategy:
    """What an organization chose, else what is usual for it, else what is safe for everybody."""
    if not chosen:
        return USUAL.get(organization, SAFE)
    return Strategy(
        major=_kinds(chosen.get("major_triggers")),
        minor=_kinds(chosen.get("minor_triggers")),
        default=chosen.get("default_bump") or "patch",
        cascade_on_major=bool(chosen.get("cascade_on_major")),
        cascade_on_minor=bool(chosen.get("cascade_on_minor")),
    )


def _kinds(triggers: Iterable[Mapping[str, str]] | None) -> frozenset[Kind]:
    return frozenset(Kind(each["change_type"], each["category"]) for each in triggers or ())


def _breaking(*also: Kind) -> Strategy:
    return Strategy(
        major=frozenset({Kind("removed", ANY), Kind("schema", ANY), *also}),
        minor=frozenset({Kind("added", ANY), Kind("modified", ANY), Kind("dependency", ANY)}),
    )


SAFE = _breaking(Kind("modified", "sequence"))
USUAL: Mapping[str, Strategy] = {
    # removed proteins and modified sequences break; new and re-annotated ones do not
    "uniprot": SAFE,
    "interpro": _breaking(),
    "pfam": _breaking(),
    # sequences and genomes: another sequence under the same name breaks
    "ncbi": SAFE,
    "ensembl": SAFE,
    # structures and terms: another definition under the same name breaks
    "pdb": _breaking(Kind("modified", "coordinates")),
    "go": _breaking(Kind("modified", "relation")),
    "chembl": _breaking(Kind("modified", "structure")),
}
