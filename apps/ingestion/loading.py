"""A release of proteins on its way into the tables, batch by batch, in the caller's transaction."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from apps.core.services import PRIMARY, services
from apps.ingestion import questions, statements
from apps.ingestion.dtos import RefusedRecord
from apps.ingestion.shops import Batch
from apps.ingestion.workshop.messages import Choice, Cut
from apps.versions.strategy import Bump, Kind

MOST_TOLD = 1000  # refusals that are told one by one
ENOUGH = 1 << 17  # bytes of rows, some two hundred proteins: as many are worth a dozen statements


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


class Loading:
    """The state of one release that is going in.

    PostgreSQL takes in what was prepared while more is prepared elsewhere.
    """

    def __init__(self, target: Target) -> None:
        self._parameters: Mapping[str, Any] = asdict(target)
        self._waiting: Batch | None = None
        self._arrived = 0  # bytes of rows that are not settled yet
        self.refusals: list[RefusedRecord] = []
        self.refused = 0

    def begin(self) -> None:
        """Make the tables where records stay until they are where they belong."""
        self._execute(statements.BY_INDEX, statements.TABLES)

    def take(self, batch: Batch) -> None:
        """Take in what of a batch is not held already, and refuse what cannot be read."""
        batch.choose(self._choice(batch.cut))
        self._put_waiting()
        self._waiting = batch

    def end(self) -> None:
        """Take in what is still on its way."""
        self._put_waiting()
        if self._arrived:
            self._settle()

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

    def _choice(self, told: Cut) -> Choice:
        """The records that the newest release does not hold as they are, or that have no name."""
        wanted, left_out = list(told.nameless), []
        for place, repeated, elsewhere in self._asked(told):
            if repeated:
                left_out.append((place, "its accession came before in this release"))
            elif elsewhere:
                left_out.append((place, "its accession is the name of a source that is no protein"))
            else:
                wanted.append(place)
        return Choice(wanted, left_out)

    def _asked(self, told: Cut) -> list[tuple[Any, ...]]:
        """Of the records that have a name those that are not held as they come, and why not."""
        if not told.asked:
            return []
        self._copy("asked", told.asked)
        all_new = self._execute(questions.SEEN) == told.records - len(told.nameless)
        asking = questions.ASKING_OF_NEW if all_new else questions.ASKING_OF_REPEATED
        return self._rows(*asking)

    def _put_waiting(self) -> None:
        if self._waiting is None:
            return
        prepared, self._waiting = self._waiting.prepared, None
        self.refused += len(prepared.left_out)
        for left_out in prepared.left_out[: MOST_TOLD - len(self.refusals)]:
            self.refusals.append(RefusedRecord(**left_out._asdict()))
        if prepared.unread:
            unseen = [accession.lower() for accession in prepared.unread]
            self._execute(questions.UNSEEN, unseen=unseen)
        if prepared.rows:
            self._copy("arrived", prepared.rows)
            self._arrived += len(prepared.rows)
            if self._arrived >= ENOUGH:
                self._settle()

    def _settle(self) -> None:
        """Move what arrived to where it belongs."""
        self._execute(*statements.SETTLING)
        self._arrived = 0

    def _copy(self, table: str, rows: bytes) -> None:
        statement = f"COPY {table} FROM STDIN (FORMAT binary)"
        with services.connection(PRIMARY).cursor() as cursor, cursor.copy(statement) as stream:
            stream.write(rows)

    def _execute(self, *several: str, **more: Any) -> int:
        """Run several statements, all sent as one; returns how many rows the first one wrote."""
        with services.connection(PRIMARY).cursor() as cursor:
            cursor.execute(";".join(several), {**self._parameters, **more})
            return int(cursor.rowcount)

    def _rows(self, *several: str) -> list[tuple[Any, ...]]:
        """The rows of the first of several statements that has any to give, all sent as one."""
        with services.connection(PRIMARY).cursor() as cursor:
            cursor.execute(";".join(several), self._parameters)
            while cursor.description is None:
                cursor.nextset()
            return list(cursor.fetchall())
