"""A release of proteins on its way into the tables, batch by batch, in the caller's transaction."""

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from apps.biology.packs import Packing, Place
from apps.core.ids import uuid7
from apps.core.services import PRIMARY, services
from apps.ingestion import statements
from apps.ingestion.arriving import Raw
from apps.ingestion.dtos import RefusedRecord
from apps.ingestion.formats import Entry, Format, Refused
from apps.versions.strategy import Bump, Kind

MOST_OF_A_NAME = 500  # letters that search looks at: an index takes 2.7 kB; the record keeps all
TURN = 0.0005  # seconds that a busy thread may let PostgreSQL's answer wait for
MOST_TOLD = 1000  # refusals that are told one by one
ASKED = ("int8", "text", "bytea")
ARRIVED = (
    "text", "text", "text", "bool", "text", "text", "text", "int8", "int4", "bytea", "bytea",
    "text", "int8", "int4", "int4", "int4", "uuid", "uuid",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a release goes, and what all its new versions have in common."""

    organization: UUID
    slug: str
    releases: UUID
    release: UUID
    ordinal: int
    pack: UUID
    format: str
    release_date: date | None
    effective_date: date | None
    date_basis: str | None
    license: str | None
    now: datetime
    annotation_bump: Bump
    sequence_bump: Bump


class Prepared(NamedTuple):
    """What became of the records that were looked into: rows to put, and refusals with reasons."""

    rows: list[tuple[Any, ...]]
    refused: list[tuple[Raw, str]]


class Loading:
    """The state of one release that is going in: a context, since it has a thread of its own.

    That thread looks into the records of a batch while PostgreSQL takes in those of the one
    before.
    """

    def __init__(self, target: Target, form: Format, packing: Packing) -> None:
        self._parameters: Mapping[str, Any] = asdict(target)
        self._form = form
        self._packing = packing
        self._reader = ThreadPoolExecutor(max_workers=1)
        self._waiting: Future[Prepared] | None = None
        self._turn = sys.getswitchinterval()
        self.refusals: list[RefusedRecord] = []
        self.refused = 0

    def __enter__(self) -> Self:
        self._execute(statements.BY_INDEX, statements.TABLES)
        sys.setswitchinterval(TURN)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setswitchinterval(self._turn)
        self._reader.shutdown(cancel_futures=True)

    def take(self, batch: Sequence[Raw]) -> None:
        """Take in what of a batch is not held already, and refuse what cannot be read."""
        wanted = list(self._unlike_the_last(batch))
        prepared = self._reader.submit(self._prepared, wanted)
        self._put_waiting()
        self._waiting = prepared

    def end(self) -> None:
        """Take in what is still on its way."""
        self._put_waiting()

    def compare(self) -> "dict[Kind, int]":
        """End the spans of what did not come, and count the changes of each kind."""
        self._execute(*statements.ENDING)
        return {Kind(change, category): n for change, category, n in self._rows(statements.COUNTS)}

    def bumps(self) -> set[Bump]:
        """How the members of the release were bumped."""
        return {bump for (bump,) in self._rows(statements.BUMPS)}

    def seal(self, *, members: int, sha256: bytes) -> None:
        """Let nothing of the release change from here on."""
        self._execute(statements.SEAL, members=members, sha256=sha256)

    def _unlike_the_last(self, batch: Sequence[Raw]) -> Iterator[Raw]:
        """The records that the newest release does not hold as they are, or that have no name."""
        self._execute("TRUNCATE asked")
        named = [raw for raw in batch if raw.accession is not None]
        self._copy("asked", ASKED, ((raw.place, raw.accession, raw.sha256) for raw in named))
        self._execute(statements.SEEN)
        by_place = {raw.place: raw for raw in batch}
        for place, repeated, elsewhere in self._rows(statements.QUESTION):
            raw = by_place[place]
            if repeated:
                self._refuse(raw, "its accession came before in this release")
            elif elsewhere:
                self._refuse(raw, "its accession is the name of a source that is no protein")
            else:
                yield raw
        yield from (raw for raw in batch if raw.accession is None)

    def _prepared(self, wanted: Sequence[Raw]) -> Prepared:
        """In the other thread: the records read, packed, and made rows."""
        entries: list[tuple[Raw, Entry]] = []
        refused: list[tuple[Raw, str]] = []
        for raw in wanted:
            read = self._form.read(raw.line, raw.text)
            if isinstance(read, Refused):
                refused.append((raw, read.reason))
            elif read.accession != raw.accession:
                refused.append((raw, "it is not plain which of its accessions is the first"))
            else:
                entries.append((raw, read))
        places = self._packing.add([raw.text for raw, _ in entries])
        rows = [
            _row(raw, entry, place) for (raw, entry), place in zip(entries, places, strict=True)
        ]
        return Prepared(rows, refused)

    def _put_waiting(self) -> None:
        if self._waiting is None:
            return
        prepared, self._waiting = self._waiting.result(), None
        for raw, reason in prepared.refused:
            self._refuse(raw, reason)
        if prepared.refused:
            unseen = [raw.accession.lower() for raw, _ in prepared.refused if raw.accession]
            self._execute(statements.UNSEEN, unseen=unseen)
        if prepared.rows:
            self._copy("arrived", ARRIVED, prepared.rows)
            self._execute(*statements.BATCH)

    def _refuse(self, raw: Raw, reason: str) -> None:
        self.refused += 1
        if len(self.refusals) < MOST_TOLD:
            self.refusals.append(
                RefusedRecord(file=raw.file, line=raw.line, accession=raw.accession, reason=reason)
            )

    def _copy(self, table: str, types: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        statement = f"COPY {table} FROM STDIN (FORMAT binary)"
        with services.connection(PRIMARY).cursor() as cursor, cursor.copy(statement) as stream:
            stream.set_types(types)
            for row in rows:
                stream.write_row(row)

    def _execute(self, *several: str, **more: Any) -> None:
        """Sent as one: between two of them PostgreSQL would wait for a busy interpreter."""
        with services.connection(PRIMARY).cursor() as cursor:
            cursor.execute(";".join(several), {**self._parameters, **more})

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        with services.connection(PRIMARY).cursor() as cursor:
            cursor.execute(statement, self._parameters)
            return list(cursor.fetchall())


def indexed(entry: Entry) -> tuple[Any, ...]:
    """The columns that are asked of a protein, as `arrived` has them first."""
    return (
        entry.accession,
        " ".join(entry.secondary_accessions),
        entry.entry_name,
        entry.reviewed,
        entry.name and entry.name[:MOST_OF_A_NAME],
        "\n".join(gene[:MOST_OF_A_NAME] for gene in entry.genes),
        entry.organism,
        entry.taxid,
        len(entry.sequence),
    )


def _row(raw: Raw, entry: Entry, place: Place) -> tuple[Any, ...]:
    return (
        *indexed(entry),
        raw.sha256,
        hashlib.sha256(entry.sequence).digest(),
        entry.sequence.decode("ascii"),
        *place,
        uuid7(),
        uuid7(),
    )
