"""A part of an object, read in pieces that fit into memory."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

PIECE = 256 * 1024


class Part:
    """The next `size` bytes of an open file, which ends with them.

    It is a file as web servers send one (`wsgi.file_wrapper`, PEP 3333): where it stands on a disk,
    the kernel sends it. What goes wrong in reading is told by `failing`.
    """

    def __init__(self, file: BinaryIO, size: int, failing: Callable[[], Any]) -> None:
        self._file = file
        self._left = size
        self._failing = failing
        self.close = file.close  # Django puts its own in this place

    def read(self, size: int = PIECE) -> bytes:
        """At most `size` bytes; none at the end."""
        with self._failing():
            data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    def fileno(self) -> int:
        """The open file's number. Raises `OSError` where it is none of this machine's."""
        return self._file.fileno()

    def __iter__(self) -> Iterator[bytes]:
        try:
            while piece := self.read():
                yield piece
        finally:
            self.close()
