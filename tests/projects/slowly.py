"""What became of pins, compared slowly and obviously, version by version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from apps.versions.models import Version
from apps.versions.numbering import Number

Pin: TypeAlias = tuple[str, str]  # the section of a lock, the spec
PARTS = ("major", "minor", "patch")


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What somebody noted when they locked: the lock, and how every version stood."""

    lock: dict[str, Any]
    stood: Mapping[str, str]


class Became(NamedTuple):
    """What is to be told of a pin."""

    status: str
    locked: str | None = None
    current: str | None = None
    bump: str | None = None
    license_changed: bool | None = None


def remembered(lock: dict[str, Any]) -> Remembered:
    """Note the lock and how everything stands now."""
    return Remembered(lock=lock, stood={_label(row): row.status for row in _everything()})


def compared(noted: Remembered, manifest: Mapping[str, Any]) -> dict[Pin, Became]:
    """What became of each pin, and of what the manifest names beside them."""
    everything = _everything()
    told: dict[Pin, Became] = {}
    for section in ("sources", "tools"):
        told |= {(section, spec): Became("missing") for spec in manifest[section]}
    for section in ("sources", "tools", "dependencies"):
        for spec, pin in noted.lock[section].items():
            (row,) = [row for row in everything if _label(row) == pin["resolved"]]
            told[section, spec] = _became(row, everything, noted)
    return told


def _became(row: Version, everything: list[Version], noted: Remembered) -> Became:
    resolving = [
        other
        for other in everything
        if other.source_id == row.source_id and other.status in {"published", "deprecated"}
    ]
    newest = max(resolving, key=_order, default=None)
    label, current = _label(row), _label(newest) if newest else None
    moved = newest is not None and _order(newest) > _order(row) and not _was_out(newest, noted)
    facts: dict[str, Any] = {}
    if moved and newest:
        facts = {"bump": _bump(row, newest), "license_changed": row.license != newest.license}
    if row.status == "yanked" != noted.stood[label]:
        return Became("yanked", label, current, **facts)
    if row.status == "deprecated" != noted.stood[label]:
        return Became("deprecated", label, current if moved else label, **facts)
    return Became("newer", label, current, **facts) if moved else Became("unchanged", label, label)


def _was_out(row: Version, noted: Remembered) -> bool:
    return noted.stood.get(_label(row)) in {"published", "deprecated"}


def _bump(row: Version, newest: Version) -> str:
    return next(part for part in PARTS if getattr(row, part) != getattr(newest, part))


def _order(row: Version) -> tuple[Any, Number]:
    return row.effective_date, Number(row.major, row.minor, row.patch)


def _label(row: Version) -> str:
    source = row.source
    return f"{source.organization.slug}:{source.slug}@{row.major}.{row.minor}.{row.patch}"


def _everything() -> list[Version]:
    return list(Version.objects.exclude(status="draft").select_related("source__organization"))
