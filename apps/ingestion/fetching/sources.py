"""Where bytes come from: streams that know their name, their size and how far they are."""

import io
from abc import abstractmethod
from typing import TYPE_CHECKING, BinaryIO

from apps.ingestion.fetching.errors import Unfetchable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BUFFER = 1 << 20


class Source(io.RawIOBase):
    """What `Incoming` reads: `chunk` by `chunk`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self._left = memoryview(b"")
        self._failure: Unfetchable | None = None

    @abstractmethod
    def chunk(self) -> bytes:
        """The next bytes, however many; none once everything came and was found in order."""

    @property
    @abstractmethod
    def size(self) -> int | None:
        """The bytes to come in all, if anybody says."""

    @property
    @abstractmethod
    def received(self) -> int:
        """How many of them have come."""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """As `io.RawIOBase` says. Who reads on after a failure meets it again, never an end."""
        if self._failure:
            raise self._failure
        if not self._left:
            self._left = memoryview(self._chunk_or_failure())
        room = memoryview(buffer).cast("B")
        taken = min(len(room), len(self._left))
        room[:taken], self._left = self._left[:taken], self._left[taken:]
        return taken

    def _chunk_or_failure(self) -> bytes:
        try:
            return self.chunk()
        except Unfetchable as failure:
            self._failure = failure
            raise


class Incoming(io.BufferedReader):
    """A binary stream to read once, forward, with as much memory as its buffer.

    An empty read says: that was all of it, and it is what it should be. Whatever is wrong with
    the file is raised before, by the last read at the latest; so whoever acts on what was read
    reads to the end first.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(source, BUFFER)
        self._source = source

    @property
    def size(self) -> int | None:
        """The bytes to come in all, if anybody says; of a member of an archive, the archive's."""
        return self._source.size

    @property
    def received(self) -> int:
        """How many of them have come."""
        return self._source.received


class LocalBytes(Source):
    """A file of this machine, or its standard input."""

    def __init__(
        self, stream: BinaryIO | io.FileIO, *, name: str, size: int | None, owned: bool
    ) -> None:
        super().__init__(name)
        self._stream = stream
        self._owned = owned
        self._size = size
        self._received = 0

    @property
    def size(self) -> int | None:
        """A pipe has none."""
        return self._size

    @property
    def received(self) -> int:
        """How many bytes were read."""
        return self._received

    def chunk(self) -> bytes:
        """The next bytes."""
        try:
            chunk = self._stream.read(BUFFER) or b""
        except OSError as error:
            raise Unfetchable(address=self.name, reason=why(error)) from error
        self._received += len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file; standard input is left to who opened it."""
        if self._owned:
            self._stream.close()
        super().close()


def read_to_the_end(stream: BinaryIO) -> None:
    """Let what is left pass, so that the whole is checked. Raises what is wrong with it."""
    while stream.read(BUFFER):
        pass


def why(error: Exception) -> str:
    """What the system or the library says went wrong, as a part of a sentence."""
    said = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return said.rstrip(".") or type(error).__name__
