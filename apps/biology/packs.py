"""Records in compressed packs: one object a release, each record found again by its place.

A pack is a row of zstd frames (RFC 8878), each of about 256 KiB of records as their publisher
wrote them. Reading a record costs the unpacking of one frame.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import zstandard

FRAME = 256 * 1024
LEVEL = 1  # twice as quick as 3, for a twentieth more bytes


class Place(NamedTuple):
    """Where a record stands: its frame in the pack, and itself in the unpacked frame. In bytes."""

    frame: int
    packed: int
    start: int
    size: int


class Packing:
    """A pack that is being written, frame by frame, to `write`."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._compressor = zstandard.ZstdCompressor(level=LEVEL)
        self._offset = 0

    def add(self, texts: Sequence[bytes]) -> Iterator[Place]:
        """Append `texts`, and tell the place of each, in order."""
        for group in _groups(texts):
            frame = self._compressor.compress(b"".join(group))
            self._write(frame)
            start = 0
            for text in group:
                yield Place(self._offset, len(frame), start, len(text))
                start += len(text)
            self._offset += len(frame)


def unpacked(frame: bytes, size: int) -> bytes:
    """The first `size` bytes of a frame's records. Of a damaged frame come others, or fewer."""
    try:
        with zstandard.ZstdDecompressor().stream_reader(frame) as reader:
            return reader.read(size)
    except zstandard.ZstdError:
        return b""


def _groups(texts: Sequence[bytes]) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    size = 0
    for text in texts:
        group.append(text)
        size += len(text)
        if size >= FRAME:
            yield group
            group, size = [], 0
    if group:
        yield group
