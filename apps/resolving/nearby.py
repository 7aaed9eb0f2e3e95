"""What to tell of a spec that finds nothing: what is near. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from apps.core.errors import FieldError
from apps.resolving.dtos import At
from apps.resolving.specs import Spec

MOST_TOLD = 100  # specs of one question for which somebody looks around
MOST_NEAR = 3


class Near(NamedTuple):
    """A version of the source that was asked for, though not the one that was meant."""

    version: str
    external_version: str | None
    day: date
    status: str
    fits: bool

    def __str__(self) -> str:
        called = f", {self.external_version}" if self.external_version else ""
        yanked = ", yanked" if self.status == "yanked" else ""
        return f"{self.version} ({self.day}{called}{yanked})"


class Namesake(NamedTuple):
    """A source that is called alike, and since when the registry has it."""

    label: str
    since: datetime


def no_source(spec: Spec, at: At, near: Sequence[Namesake]) -> FieldError:
    """No source has this name, or none had it then."""
    asked = f"{spec.organization}:{spec.name}"
    if at.known_at is None:
        told = f"The registry has no {asked}."
    else:
        told = f"At {_instant(at.known_at)} the registry had no {asked}."
    since = [each.since for each in near if each.label.lower() == asked.lower()]
    known = [each.label for each in near if at.known_at is None or each.since <= at.known_at]
    if since:
        told += f" It has it since {_instant(since[0])}."
    elif known:
        told += f" Did you mean {_or(known[:MOST_NEAR])}?"
    return FieldError(field=spec.text, code="unknown_source", detail=told)


def no_version(spec: Spec, at: At, near: Sequence[Near]) -> FieldError:
    """The source is known, but no version of it is what was asked for."""
    bounds = [f"released by {at.as_of}"] if at.as_of else []
    bounds += [f"known by {_instant(at.known_at)}"] if at.known_at else []
    within = f" {' and '.join(bounds)}" if bounds else ""
    of = f"{spec.organization}:{spec.name}"
    told = f"No version of {of} is “{spec.version}”{within}. {_existing(near, at)}"
    return FieldError(field=spec.text, code="no_version", detail=told)


def no_file(spec: Spec, label: str, wanted: str, held: Iterable[str]) -> FieldError:
    """The version is known, but has no file in the format that was asked for."""
    formats = " and ".join(held)
    has = f"It has {formats}." if formats else "It has no files at all."
    told = f"{label} has no file in the format “{wanted}”. {has}"
    return FieldError(field=spec.text, code="no_file", detail=told)


def _existing(near: Sequence[Near], at: At) -> str:
    if not near:
        return "It has none that is published." if at.known_at is None else "It had none then."
    if all(each.fits and each.status == "yanked" for each in near):
        return f"What fits was yanked: {_or([str(each) for each in near])}; pin it exactly."
    return f"It has {_or([str(each) for each in near])}."


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _or(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
