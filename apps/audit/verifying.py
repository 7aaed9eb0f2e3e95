"""Everything recomputed, as of one instant: rows beside leaves, leaves beside heads.

PostgreSQL compares the rows over connections that take turns, while the tree is made again here
over another: all see the same snapshot.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import Any

from django.db import transaction

from apps.audit import attesting
from apps.audit.comparing import Part, compare, count_rows, parts, read_gone
from apps.audit.dtos import Checkpoint, LogProblem, RowProblem, Verification
from apps.audit.erased import check_erased, count_erased
from apps.audit.retracing import Retracing
from apps.audit.sealing import tree_size
from apps.core.services import PRIMARY, services

MOST_TOLD = 10_000
COMPARING = 2  # connections

BEGUN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Findings:
    """Problems as they are found, by whichever thread: the first are kept, the others counted."""

    def __init__(self) -> None:
        self._adding = Lock()
        self.rows: list[RowProblem] = []
        self.log: list[LogProblem] = []
        self.pending = self.more = 0
        self.unendorsed: tuple[str, ...] = ()
        self.without_leaf = self.without_row = 0  # of rows, and of leaves

    def add(self, found: RowProblem | LogProblem | None) -> None:
        """Note a problem, or a row that is about to be sealed."""
        with self._adding:
            self._add(found)

    def _add(self, found: RowProblem | LogProblem | None) -> None:
        if found is None:
            self.pending += 1
            self.without_leaf += 1
            return
        if isinstance(found, RowProblem) and found.id:
            self.without_leaf += found.leaf_index is None
            self.without_row += found.kind == "missing"
        told: list[Any] = self.rows if isinstance(found, RowProblem) else self.log
        if len(told) < MOST_TOLD:
            told.append(found)
        else:
            self.more += 1


def verify(
    *, kept: Checkpoint | None = None, progress: Callable[[int, int], None] = lambda *_: None
) -> Verification:
    """Recompute the whole trail; `kept` is a head that somebody has from earlier.

    `progress` is told how many leaves of how many are done.
    """
    with verified(kept=kept, progress=progress) as found:
        return found


@contextmanager
def verified(
    *, kept: Checkpoint | None = None, progress: Callable[[int, int], None] = lambda *_: None
) -> Iterator[Verification]:
    """The same, and what the block reads of the primary is the trail that was verified."""
    found = Findings()
    with ThreadPoolExecutor(COMPARING) as apart, _snapshot() as cursor:
        size = tree_size(cursor)
        taken = iter(parts(cursor, size))  # by one thread each
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        comparing = [apart.submit(_compared, snapshot, taken, found.add) for _ in range(COMPARING)]
        heads = _retraced(cursor, size, kept, found, progress)
        rows, leaves = count_rows(cursor)
        gone = list(read_gone(cursor))
        erased, told = count_erased(cursor)
        for thread in comparing:
            thread.result()
        if rows - found.without_leaf != leaves - found.without_row:
            found.add(_uneven(rows, leaves, size))
        for problem in gone:
            found.add(problem)
        if fault := check_erased(erased, told):
            found.add(fault)
        yield Verification(
            ok=not (found.rows or found.log),
            rows=rows,
            tree_size=size,
            pending=found.pending,
            problems=tuple(sorted(found.rows, key=_place)),
            heads=heads,
            erased=erased,
            erased_told=told,
            log=tuple(found.log),
            unendorsed=found.unendorsed,
            more=found.more,
        )


def _retraced(
    cursor: Any, size: int, kept: Checkpoint | None, found: Findings,
    progress: Callable[[int, int], None],
) -> int:  # fmt: skip
    """Check all but the rows; returns how many heads there are."""
    heads, keys = attesting.read_heads(cursor), attesting.read_keys(cursor)
    found.unendorsed = attesting.unendorsed(keys)
    own = services.kept_head.read()
    sizes = {head.size for head in heads}
    sizes |= ({kept.tree_size} if kept else set()) | ({own.size} if own else set())
    retracing = Retracing(cursor, size, sorted(size_ for size_ in sizes if size_ <= size))
    for problem in retracing.run(lambda done: progress(done, size)):
        found.add(problem)
    for fault in attesting.check_keys(keys, services.trail_key.known()):
        found.add(fault)
    for fault in attesting.check_heads(heads, keys, retracing.roots):
        found.add(fault)
    for fault in attesting.check_own(own, heads, retracing.roots):
        found.add(fault)
    for fault in attesting.check_kept(kept, keys, retracing.roots) if kept else ():
        found.add(fault)
    return len(heads)


def _compared(
    snapshot: str, taken: Iterable[Part], tell: Callable[[RowProblem | None], None]
) -> None:
    """Compare the rows of the parts that are left, over a connection of this thread's own."""
    try:
        with _snapshot(snapshot) as cursor:
            for found in compare(cursor, taken, services.clock.now()):
                tell(found)
    finally:
        services.connection(PRIMARY).close()


@contextmanager
def _snapshot(shared: str | None = None) -> Iterator[Any]:
    """A cursor that sees one instant: now, or the one that another `shared`."""
    with transaction.atomic(using=PRIMARY), services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(BEGUN)
        if shared:
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [shared])
        cursor.execute("SET LOCAL search_path = pg_catalog, public")
        yield cursor


def _uneven(rows: int, leaves: int, size: int) -> LogProblem:
    why = f"{leaves:,} leaves and {rows:,} rows do not go up: one stands for several of the other"
    return LogProblem(what="tree", tree_size=size, why=why)


def _place(problem: RowProblem) -> tuple[bool, int, str]:
    return problem.leaf_index is None, problem.leaf_index or 0, str(problem.id)
