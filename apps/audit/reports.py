"""What came of a verification, in lines for a person."""

import time
from collections.abc import Callable, Iterator
from typing import TextIO

from apps.audit.dtos import CheckedExport, LogProblem, RowProblem, Verification

SHOWN = 20
VERDICTS = {True: "verified", False: "did not verify", None: "was not verified"}
SAYS_EVERY = 2.0  # seconds between two lines of progress


def lines(found: Verification) -> Iterator[str]:
    """The verdict, then what is wrong."""
    yield (
        f"{found.rows:,} rows, {found.tree_size:,} of them sealed, {found.pending:,} about to be, "
        f"{found.heads:,} signed heads; {found.erased:,} origins are erased, "
        f"{found.erased_told:,} as the trail tells."
    )
    for key_id in found.unendorsed:
        yield f"The key {key_id} was not endorsed by the one before it: was that lost?"
    if found.ok:
        yield "Every row is what its leaf says, and every head what its leaves make."
        return
    problems = [*map(_log, found.log), *map(_row, found.problems)]
    yield from problems[:SHOWN]
    if (more := len(problems) - SHOWN + found.more) > 0:
        yield f"… and {more:,} more, of which --json tells the first."
    yield "The trail is not what was sealed."


def checked_line(found: CheckedExport) -> str:
    """Whether an export is what was written, and of what it is."""
    if not found.ok:
        return f"This is not what was exported: {found.why}."
    rows = f"{found.rows:,} rows, signed by {found.key_id}"
    log = VERDICTS[found.log_verified]
    fit = (
        f"{found.changed:,} of them were not what was sealed" if found.changed else "each as sealed"
    )
    return f"As it was exported: {rows}; {fit}; the whole trail {log} then."


def progress_to(watched: TextIO) -> Callable[[int, int], None]:
    """What tells `watched` now and then how much is done, how fast, and how long it will take."""
    begun = said = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= SAYS_EVERY and done:
            rate, said = done / (now - begun), now
            told = f"{done:,} of {total:,} leaves, {rate:,.0f} a second"
            watched.write(f"{told}, {(total - done) / rate:.0f} s left\n")

    return tell


def _row(problem: RowProblem) -> str:
    place = "no leaf" if problem.leaf_index is None else f"leaf {problem.leaf_index:,}"
    return f"{problem.kind}: row {problem.id or 'unknown'}, {place}"


def _log(problem: LogProblem) -> str:
    of = f" of {problem.tree_size:,} leaves" if problem.tree_size is not None else ""
    return f"{problem.what}{of}: {problem.why}"
