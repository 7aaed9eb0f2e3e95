"""From a lock to its pins, and what tells it from the lock before. Pure: rows come in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from apps.projects.dtos import LockChange, Section
from apps.resolving.specs import parse
from apps.versions.numbering import Number

SECTIONS: tuple[Section, ...] = ("sources", "tools", "dependencies")

Lock = Mapping[str, Any]


class Entry(NamedTuple):
    """One pin of a lock, as the lock has it."""

    section: Section
    spec: str
    pin: Mapping[str, Any]


class Found(NamedTuple):
    """What a pin was resolved to, and the newest of its source, if it has one that resolves."""

    source_id: UUID
    version_id: UUID
    external_version: str | None
    newest_id: UUID | None
    newest: str | None
    effective_date: date | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """One row of what a project pins now; `newest_id` is what its lock knew to be the newest."""

    section: str
    spec: str
    resolved: str
    status: str
    license: str | None
    source_id: UUID
    version_id: UUID
    newest_id: UUID | None


def entries(lock: Lock) -> list[Entry]:
    """Every pin of a lock."""
    return [
        Entry(section, spec, pin) for section in SECTIONS for spec, pin in lock[section].items()
    ]


def asked(pins: Sequence[Entry]) -> list[dict[str, Any]]:
    """What the statement takes that looks versions up."""
    specs = [parse(entry.pin["resolved"]) for entry in pins]
    return [
        {"n": n, "organization": spec.organization, "slug": spec.name, **_numbered(spec.number)}
        for n, spec in enumerate(specs)
    ]


def pinned(entry: Entry, found: Found, lock: Lock) -> Pinned:
    """The row of a pin.

    A newer version that its spec would choose came while the lock was being made, so the lock did
    not know it: the next comparison tells of it. Of a lock as of an earlier instant that instant
    is not what it is compared with, but how things stand as it is made.
    """
    came_meanwhile = found.version_id != found.newest_id and _chooses(entry, found, lock)
    return Pinned(
        section=entry.section, spec=entry.spec, resolved=entry.pin["resolved"],
        status=found.status if lock["known_at"] else entry.pin["status"],
        license=entry.pin["license"], source_id=found.source_id, version_id=found.version_id,
        newest_id=found.version_id if came_meanwhile else found.newest_id,
    )  # fmt: skip


def difference(before: Lock | None, after: Lock) -> list[LockChange]:
    """Each pin that is not in both locks, or not the same; of a first lock there is nothing."""
    if before is None:
        return []
    old, new = ({(pin[0], pin[1]): pin.pin for pin in entries(lock)} for lock in (before, after))
    places = dict.fromkeys([*old, *new])
    return [
        LockChange(
            section=section, spec=spec, before=_resolved(one), after=_resolved(other),
            facts=_facts(one, other),
        )
        for section, spec in places
        if (one := old.get((section, spec))) != (other := new.get((section, spec)))
    ]  # fmt: skip


def counted(changes: Sequence[LockChange]) -> dict[str, int]:
    """How many pins came, went and differ."""
    added = sum(change.before is None for change in changes)
    removed = sum(change.after is None for change in changes)
    return {"added": added, "removed": removed, "changed": len(changes) - added - removed}


def written(rows: Sequence[Pinned]) -> list[dict[str, Any]]:
    """The rows as the statement takes them that keeps them."""
    return [asdict(row) for row in rows]


def _chooses(entry: Entry, found: Found, lock: Lock) -> bool:
    """Whether a spec that may move would choose the newest of its source."""
    spec = parse(entry.spec)
    if spec.number or spec.span is None or lock["known_at"] or found.newest is None:
        return False
    named = spec.named is not None and spec.named == found.external_version
    late = lock["as_of"] is not None and str(found.effective_date) > lock["as_of"]
    number = Number.parse(found.newest)
    fits = number is not None and spec.span.low <= number < spec.span.high
    return fits and not named and not late


def _facts(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> tuple[str, ...]:
    """What differs of a pin that both have, beside what it was resolved to."""
    if one is None or other is None:
        return ()
    names: Iterator[str] = (name for name in {**one, **other} if name != "resolved")
    return tuple(sorted(name for name in names if one.get(name) != other.get(name)))


def _resolved(pin: Mapping[str, Any] | None) -> str | None:
    return pin["resolved"] if pin else None


def _numbered(number: Number | None) -> dict[str, int]:
    return number._asdict() if number else {}
