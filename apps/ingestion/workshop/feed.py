"""Files that come through a pipe, one after the other."""

from collections.abc import Iterator
from contextlib import nullcontext
from multiprocessing.connection import Connection

from apps.ingestion.workshop.batches import Opened

GONE = (EOFError, OSError)


class NoMore(Exception):
    """Whoever feeds has stopped before the end."""


def files(feed: Connection) -> Iterator[Opened]:
    """Each file by its name, to be read to its end before the next. Raises `NoMore`."""
    while (name := feed.recv()) is not None:
        yield name, nullcontext(_Fed(feed))


class _Fed:
    """A file that comes through a pipe: its blocks as they are, and an empty one at its end."""

    def __init__(self, feed: Connection) -> None:
        self._feed = feed
        self._ended = False

    def read(self, _size: int, /) -> bytes:
        """The next block, of whatever size. Raises `NoMore` if nobody feeds it any longer."""
        if self._ended:
            return b""
        try:
            block = self._feed.recv_bytes()
        except GONE as gone:
            raise NoMore from gone
        self._ended = not block
        return block
