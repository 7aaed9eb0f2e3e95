"""Which version each spec means, from the rows that it found. Pure: what is known comes in."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.core.errors import FieldError
from apps.resolving.dtos import At, Fact
from apps.resolving.specs import Spec, SpecError, parse

BY_A_RELEASE, THE_NEWEST = 3, 4  # ways of `statements.chosen`

Address = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A spec whose source is known, and the format it asks for if it asks for one."""

    spec: Spec
    source: UUID
    format: str | None

    def asked(self, n: int) -> dict[str, Any]:
        """What the statements take: what its version may mean."""
        number, span = self.spec.number, self.spec.span
        return {
            "n": n, "source": str(self.source), "name": self.spec.named,
            "number": list(number) if number else None,
            "low": span.low if span else None, "high": span.high if span else None,
        }  # fmt: skip


def read(texts: Iterable[str]) -> tuple[list[Spec], list[FieldError]]:
    """What the texts ask for, each once, and what is wrong with those that are no specs."""
    specs, wrong = [], []
    for text in dict.fromkeys(text.strip() for text in texts):
        try:
            specs.append(parse(text))
        except SpecError as error:
            wrong.append(FieldError(field=text[:300], code="syntax", detail=str(error)))
    return specs, wrong


def addresses(specs: Iterable[Spec], formats: Collection[str]) -> list[dict[str, str]]:
    """Every source that the specs may speak of, for the statement that looks them up."""
    found = {address for spec in specs for address, _ in _readings(spec, formats)}
    return [{"organization": owner, "slug": slug} for owner, slug in sorted(found)]


def locate(
    specs: Iterable[Spec], known: Mapping[Address, UUID], formats: Collection[str]
) -> tuple[list[Located], list[Spec]]:
    """The specs with their sources, and those that have none: a whole slug before a format."""
    located, lost = [], []
    for spec in specs:
        readings = ((known.get(at), form) for at, form in _readings(spec, formats))
        source, form = next((found for found in readings if found[0]), (None, None))
        if source is None:
            lost.append(spec)
        else:
            located.append(Located(spec=spec, source=source, format=form))
    return located, lost


def lowest(rows: Iterable[tuple[int, int, UUID]]) -> dict[int, tuple[int, list[UUID]]]:
    """For each question the best way in which something was found, and what was."""
    best: dict[int, tuple[int, list[UUID]]] = {}
    for n, way, version in rows:
        held = best.get(n)
        if held is None or way < held[0]:
            best[n] = way, [version]
        elif way == held[0]:
            held[1].append(version)
    return best


def refused(asked: Located, way: int, meant: Sequence[Fact], at: At) -> FieldError | None:
    """Why what was found for a spec cannot be pinned, if it cannot."""
    spec = asked.spec
    if way == BY_A_RELEASE and len(meant) > 1:
        found = " or ".join(sorted(fact.label for fact in meant))
        told = f"Releases called “{spec.version}” hold different versions of it: say {found}."
        return FieldError(field=spec.text, code="ambiguous", detail=told)
    (fact,) = meant
    if at.as_of is not None and fact.effective_date > at.as_of:
        told = f"{fact.label} counts from {fact.effective_date}, after {at.as_of}."
        return FieldError(field=spec.text, code="not_released", detail=told)
    return None


def _readings(spec: Spec, formats: Collection[str]) -> Iterator[tuple[Address, str | None]]:
    yield (spec.organization, spec.name.lower()), None
    if spec.parts and spec.parts[1] in formats:
        slug, form = spec.parts
        yield (spec.organization, slug.lower()), form
