"""The operators' door to licences: what a lock brings together, and what to look at first."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.citing import queries
from apps.citing.arguments import read_lock
from apps.citing.dtos import Brought, FoundLicense, LockLicenses
from apps.core.operators import OperatorCommand

HEAD = ("licence", "forbids", "asks for", "versions", "brought by")
NOT_TOLD = "none told"
NOT_KNOWN = "not known here"
MOST_FLAGGED = 20


class Command(OperatorCommand):
    help = "List every licence in a lock with what brings it, and what forbids passing on or sale."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which lock."""
        parser.add_argument("lock", type=Path, metavar="FILE", help="bdl.lock")

    def run(self, lock: Path, **_: Any) -> LockLicenses:
        """Read the lock, and ask for the licences of what it pins."""
        return queries.list_lock_licenses(**read_lock(lock))

    def tell(self, answer: LockLicenses) -> None:
        """A table of the licences; below it a paragraph for each that needs a look."""
        if not answer.licenses:
            self.stdout.write("This lock pins nothing.")
            return
        for line in _table([HEAD, *(_row(each) for each in answer.licenses)]):
            self.stdout.write(line)
        for flag in answer.flags:
            self.stdout.write(f"\n{flag.license} forbids {_joined(flag.forbids)}:")
            for line in _ways(flag.brought_by):
                self.stdout.write(f"  {line}")
        if not all(each.known for each in answer.licenses):
            said = "Of what is not known, nothing is claimed: ask the publisher."
            self.stdout.write(f"\n{said}")


def _row(found: FoundLicense) -> tuple[str, ...]:
    more = found.versions - found.brought_by[0].versions
    way = _way(found.brought_by[0]) + (f"; and {more:,} more" if more else "")
    unknown = "" if found.known else NOT_KNOWN
    forbids, asks = (
        _joined(words) or unknown or "nothing" for words in (found.forbids, found.asks)
    )
    return found.license or NOT_TOLD, forbids, asks, f"{found.versions:,}", way


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _ways(brought: Sequence[Brought]) -> Iterator[str]:
    yield from (_way(each) for each in brought[:MOST_FLAGGED])
    if len(brought) > MOST_FLAGGED:
        yield "and more, which --json tells"


def _way(brought: Brought) -> str:
    fellows = brought.versions - 1
    return " → ".join(brought.path) + (f" and {fellows:,} like it" if fellows else "")


def _joined(words: Iterable[str]) -> str:
    return " and ".join(words)
