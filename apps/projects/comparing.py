"""What became of a pin since its lock was made. Pure: what the registry says comes in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple, cast
from uuid import UUID

from apps.biology.dtos import Change
from apps.core import rendering
from apps.projects.dtos import (
    Changed,
    Counts,
    ManifestDetail,
    PinStatus,
    ReconciledPin,
    ReconciliationDetail,
    Section,
)
from apps.versions.dtos import ChangeType
from apps.versions.numbering import Number
from apps.versions.strategy import bump_between

ALWAYS_TOLD = ("section", "spec", "locked", "current", "status")


class Compared(NamedTuple):
    """One pin as its lock has it, and beside it the registry of today."""

    section: Section
    spec: str
    locked: str
    status_then: str
    license_then: str | None
    status: str | None
    reason: str | None
    superseded_by: str | None
    archived: bool
    number: str | None
    newest: str | None
    newest_number: str | None
    newest_license: str | None
    newer: bool | None
    releases: UUID | None
    ordinal: int | None
    newest_ordinal: int | None
    residues_differ: bool | None

    @property
    def is_newer(self) -> bool:
        """Whether a version came since that goes before this one."""
        return bool(self.newer)

    @property
    def span(self) -> tuple[UUID, int, int] | None:
        """Between which releases it moved; None for what is no release or did not move."""
        if not self.is_newer or not self.releases or not self.ordinal or not self.newest_ordinal:
            return None
        return self.releases, self.ordinal, self.newest_ordinal


def told(
    row: Compared,
    changes: Changed | None = None,
    members: Sequence[Change] = (),
    left_out: int = 0,
) -> ReconciledPin:
    """What is said of one pin."""
    status, newer = _status(row), row.is_newer
    gone = status in {"yanked", "missing"}
    return ReconciledPin(
        section=row.section,
        spec=row.spec,
        locked=row.locked,
        current=row.newest if newer or gone else row.locked,
        status=status,
        bump=_bump(row) if newer else None,
        changes=changes if newer else None,
        category=category(row.residues_differ) if newer else None,
        members=tuple(members) or None,
        members_left_out=left_out or None,
        reason=row.reason,
        superseded_by=row.superseded_by,
        license_changed=row.newest_license != row.license_then if newer else None,
        archived=row.archived or None,
    )


def of_a_protein(row: Compared) -> Changed | None:
    """What changed of a protein: itself; None for what is none."""
    return None if row.residues_differ is None else Changed(modified=1)


def beyond(pins: Iterable[ReconciledPin], manifest: ManifestDetail) -> list[ReconciledPin]:
    """What is said of those specs of the manifest that the lock does not pin."""
    locked = {(pin.section, pin.spec) for pin in pins}
    asked: list[tuple[Section, str]] = [
        *(("sources", spec) for spec in manifest.sources),
        *(("tools", spec) for spec in manifest.tools),
    ]
    return [
        ReconciledPin(section=section, spec=spec, locked=None, current=None, status="missing")
        for section, spec in asked
        if (section, spec) not in locked
    ]


def touched(source: str, before: str | None, after: str | None, differ: bool | None) -> Change:  # noqa: FBT001
    """A member that is not the same in two releases."""
    kind: ChangeType = "added" if before is None else "removed" if after is None else "modified"
    what = category(differ) or "protein"
    return Change(change_type=kind, category=what, source=source, before=before, after=after)


def category(differ: bool | None) -> str | None:  # noqa: FBT001
    """What of a protein changed, if its residues are known in both versions."""
    return None if differ is None else "sequence" if differ else "annotation"


def counts(pins: Iterable[ReconciledPin]) -> Counts:
    """How many stand so."""
    found = [pin.status for pin in pins]
    return Counts(**{field.name: found.count(field.name) for field in fields(Counts)})  # type: ignore[arg-type]


def plain(pins: Sequence[ReconciledPin]) -> list[dict[str, Any]]:
    """Pins as they are kept and sent: without what there is nothing to say of."""
    return [
        {name: told for name, told in pin.items() if told is not None or name in ALWAYS_TOLD}
        for pin in rendering.plain(pins)
    ]


def read(pin: Mapping[str, Any]) -> ReconciledPin:
    """A pin as it was kept."""
    members = pin.get("members")
    changes = pin.get("changes")
    return ReconciledPin(
        **{
            **pin,
            "members": tuple(Change(**member) for member in members) if members else None,
            "changes": Changed(**changes) if changes else None,
        }
    )


def whole(kept: ReconciliationDetail) -> ReconciliationDetail:
    """A reconciliation whose pins and counts are read from JSON."""
    counts, pins = cast("Any", kept.counts), cast("Any", kept.pins)
    return replace(kept, counts=Counts(**counts), pins=tuple(read(pin) for pin in pins))


def _status(row: Compared) -> PinStatus:
    if row.status is None:
        return "missing"
    if row.status != row.status_then and row.status in {"deprecated", "yanked"}:
        return "yanked" if row.status == "yanked" else "deprecated"
    return "newer" if row.is_newer else "unchanged"


def _bump(row: Compared) -> Any:
    before, after = (Number.parse(text or "") for text in (row.number, row.newest_number))
    return bump_between(before, after) if before and after else None
