"""The files of a release as an operator names them, opened in turn, and how much of them came."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from apps.ingestion.fetching import Expected, Incoming, Web, is_address, name_of, opened, size_of
from apps.ingestion.progress import Progress
from apps.ingestion.shops import Opening


class Input(NamedTuple):
    """A file, `-` or an address; what must come from there; and the file meant, in an archive."""

    path: str
    expected: Expected | None = None
    member: str | None = None


class Inputs:
    """Several files that count as one, in order.

    `received` and `total` are bytes as they lie there, compressed or not; `progress` counts what
    is in them. The last file has been checked, whole, before the reading of records ends.
    """

    def __init__(self, paths: Sequence[Input], web: Web) -> None:
        """Raises `Unfetchable` for a file of this machine that is none."""
        self.progress = Progress()
        self._web = web
        self._paths = paths
        self._sizes = [_told(path) for path in paths]
        self._before = 0
        self._current: Incoming | None = None

    @property
    def openings(self) -> list[Opening]:
        """The files by name, each to be opened once."""
        return [
            (name_of(path.path), partial(self._opened, index))
            for index, path in enumerate(self._paths)
        ]

    def told_to_all(self, said: str) -> str:
        """What is said of these files, without the folders of this machine they lie in."""
        for path in sorted((each.path for each in self._paths), key=len, reverse=True):
            name = Path(path).name
            if name and not is_address(path):
                said = said.replace(path, name)
        return said

    @property
    def records(self) -> int:
        """How many records were found."""
        return self.progress.records

    @property
    def received(self) -> int:
        """The bytes that have come."""
        current = self._current
        return self._before + (current.received if current else 0)

    @property
    def total(self) -> int | None:
        """The bytes to come in all, once everybody has said."""
        sizes = list(self._sizes)
        return None if None in sizes else sum(size or 0 for size in sizes)

    @contextmanager
    def _opened(self, index: int) -> Iterator[BinaryIO]:
        path, expected, member = self._paths[index]
        # unbuffered: a reader that is left waiting for a pipe holds no lock the program's end needs
        with (
            open(0, "rb", buffering=0, closefd=False) as piped,
            opened(
                path, web=self._web, expected=expected, member=member, standard_input=piped
            ) as stream,
        ):
            stream.peek(1)  # asks a server, which then says how long its file is
            self._sizes[index], self._current = stream.size, stream
            yield stream
        self._before, self._current = self.received, None


def _told(path: Input) -> int | None:
    return path.expected.size if path.expected else size_of(path.path)
