"""What a whole release is as a file: its records as they stand, and as FASTA.

Records come in the order of their packs, so that those are read from their beginning to their end:
the file of a first release is the publisher's own.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Any
from uuid import UUID

import structlog

from apps.biology.dtos import Stored
from apps.biology.packs import Packing, Place
from apps.biology.plans import Damaged, Planned, Planning
from apps.biology.reading import records
from apps.core.downloads import Content
from apps.core.errors import ContentDamaged
from apps.core.services import services
from apps.core.stores import Incoming
from apps.files.dtos import Whole

TOGETHER = 1 << 20  # bytes of FASTA that are packed at once
AS_THEY_STAND = frozenset({"dat", "fasta"})  # formats whose records, one after another, are a file

log = structlog.get_logger("bdp.biology")


class Draft:
    """A file that is being planned: its bytes are looked at once, and kept in packs."""

    def __init__(self, version_id: UUID, form: str, plan: Incoming) -> None:
        self._version_id, self._form, self._written = version_id, form, plan
        self._plan = Planning(plan.write)
        self._digest = sha256()

    def add(self, pack: str, place: Place, text: bytes) -> None:
        """Let `text`, which stands at this place of a pack, be next."""
        self._plan.add(pack, place, text)
        self._digest.update(text)

    def end(self) -> None:
        """Have the whole plan written."""
        self._plan.end()

    def made(self, *packs: str) -> Whole:
        """What came of it; `packs` in place of those that it was told."""
        return Whole(
            version_id=self._version_id,
            format=self._form,
            size_bytes=self._plan.size,
            sha256=self._digest.hexdigest(),
            plan=self._written.name,
            stretches=self._plan.stretches,
            packs=list(packs or self._plan.packs),
        )


class Rewritten:
    """A file of other bytes than the records', which need a pack of their own."""

    def __init__(self, whole: Draft, pack: Incoming) -> None:
        self._whole = whole
        self._packing = Packing(pack.write)
        self._texts: list[bytes] = []
        self._size = 0

    def add(self, text: bytes) -> None:
        """Let `text` be next."""
        self._texts.append(text)
        self._size += len(text)
        if self._size >= TOGETHER:
            self.end()

    def end(self) -> None:
        """Have everything packed."""
        places = self._packing.add(self._texts)
        for text, place in zip(self._texts, places, strict=True):
            self._whole.add("", place, text)
        self._texts, self._size = [], 0


def made(
    version_id: UUID,
    rows: Iterable[Stored],
    kept: str,
    as_fasta: Callable[[str, bytes], bytes],
) -> tuple[Whole, ...]:
    """The files of a release with these records, which came as `kept`. Raises as `records` does."""
    found = records(services.store, rows)
    if kept == "fasta":
        return (_standing(version_id, found, kept),)
    with ExitStack() as stack:
        pack, plan, another = (stack.enter_context(services.store.incoming()) for _ in range(3))
        standing, fasta = Draft(version_id, kept, plan), Draft(version_id, "fasta", another)
        rewritten = Rewritten(fasta, pack)
        for row, text in found:
            standing.add(row.object, _place(row), text)
            rewritten.add(as_fasta(kept, text))
        for each in (rewritten, standing, fasta):
            each.end()
    files = (standing.made(), fasta.made(pack.name))
    return tuple(file for file in files if file.format in AS_THEY_STAND)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeContent(Content):
    """The bytes of a file that a whole release is."""

    file: Whole

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """Frame by frame, the first at once. Raises `ContentDamaged` or `StoreAway`."""
        planned = Planned(self.file.plan, self.file.stretches, self.file.packs)
        found = _sound(planned.pieces(services.store.read, start, stop), self.file.plan)
        return chain([next(found)], found)


def _sound(pieces: Iterator[bytes], plan: str) -> Iterator[bytes]:
    try:
        yield from pieces
    except Damaged:
        log.error("release_damaged", plan=plan)  # noqa: TRY400  it is no bug of ours
        raise ContentDamaged from None


def _standing(version_id: UUID, found: Iterator[tuple[Stored, bytes]], kept: str) -> Whole:
    with services.store.incoming() as plan:
        draft = Draft(version_id, kept, plan)
        for row, text in found:
            draft.add(row.object, _place(row), text)
        draft.end()
    return draft.made()


def _place(row: Any) -> Place:
    return Place(row.frame, row.packed, row.start, row.size)
