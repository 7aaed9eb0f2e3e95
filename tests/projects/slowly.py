"""What became of pins, compared slowly and obviously, version by version."""

from dataclasses import dataclass
from typing import Any

from apps.versions.models import Version
from apps.versions.numbering import Number


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What somebody noted when they locked: the lock, and every version that was out."""

    lock: dict[str, Any]
    out: frozenset[str]


def remembered(lock: dict[str, Any]) -> Remembered:
    """Note the lock and what is out now."""
    return Remembered(lock=lock, out=frozenset(map(_label, _resolving())))


def compared(noted: Remembered) -> dict[str, tuple[str, str | None]]:
    """The status and what is current of each pin, by its spec."""
    told = {}
    for spec, pin in [*noted.lock["sources"].items(), *noted.lock["tools"].items()]:
        (row,) = [row for row in _everything() if _label(row) == pin["resolved"]]
        told[spec] = _status(row, pin, noted)
    return told


def _status(row: Version, pin: dict[str, Any], noted: Remembered) -> tuple[str, str | None]:
    same = [other for other in _resolving() if other.source_id == row.source_id]
    newest = max(same, key=_order, default=None)
    moved = newest is not None and _order(newest) > _order(row) and _label(newest) not in noted.out
    current = _label(newest) if newest else None
    if row.status == "yanked" != pin["status"]:
        return "yanked", current
    if row.status == "deprecated" != pin["status"]:
        return "deprecated", current if moved else pin["resolved"]
    return ("newer", current) if moved else ("unchanged", pin["resolved"])


def _order(row: Version) -> tuple[Any, Number]:
    return row.effective_date, Number(row.major, row.minor, row.patch)


def _label(row: Version) -> str:
    source = row.source
    return f"{source.organization.slug}:{source.slug}@{row.major}.{row.minor}.{row.patch}"


def _resolving() -> list[Version]:
    return [row for row in _everything() if row.status in {"published", "deprecated"}]


def _everything() -> list[Version]:
    return list(Version.objects.exclude(status="draft").select_related("source__organization"))
