"""Big blocks of plain bytes out of any stream, gzip recognised by its content.

What is no text of a release (nothing at all, a folder, UTF-16, another compression, noise) is
refused with one sentence. Memory stays flat however much a compressed block expands to.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from apps.ingestion.formats.ahead import ahead
from apps.ingestion.formats.entries import Unreadable
from apps.ingestion.formats.gunzipping import BLOCK, GZIP, gunzipped

AHEAD = 4  # blocks, a MiB each, that are unpacked before they are asked for

_BOM = b"\xef\xbb\xbf"
_FOREIGN = {
    b"\xff\xfe": "It is UTF-16; a release is ASCII or UTF-8.",
    b"\xfe\xff": "It is UTF-16; a release is ASCII or UTF-8.",
    b"BZh": "It is compressed with bzip2; only gzip is read here.",
    b"\xfd7zXZ\x00": "It is compressed with xz; only gzip is read here.",
    b"\x28\xb5\x2f\xfd": "It is compressed with zstd; only gzip is read here.",
    b"PK\x03\x04": "It is a zip archive; only gzip is read here.",
}


class Stream(Protocol):
    """Whatever bytes can be read from, forward."""

    def read(self, size: int, /) -> bytes:
        """At most so many of the next bytes, if `size` binds it; none at the end."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, to be read from its beginning. Raises `Unreadable`."""
    try:
        stream = path.open("rb", buffering=0)
    except OSError as error:
        raise Unreadable(_why(error)) from error
    with stream:
        yield stream


def blocks(stream: Stream) -> Iterator[bytes]:
    """The plain bytes of a stream, about a MiB at a time, none empty. Raises `Unreadable`."""
    raw = pieces(stream)
    first = next(raw, b"")
    if first.startswith(GZIP):
        raw = ahead(_gathered(gunzipped(_chain(first, raw))), AHEAD)
        first = next(raw, b"")
    yield _text(first)
    yield from raw


def pieces(stream: Stream) -> Iterator[bytes]:
    """What the stream has, a full block at a time even if a pipe hands it over in small pieces.

    Raises `Unreadable`.
    """
    try:
        while block := _filled(stream):
            yield block
    except OSError as error:
        raise Unreadable(_why(error)) from error


def _filled(stream: Stream) -> bytes:
    block = stream.read(BLOCK)
    if len(block) == BLOCK or not block:
        return block
    pieces, size = [block], len(block)
    while size < BLOCK and (piece := stream.read(BLOCK - size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _gathered(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in larger blocks: a gzip file may be made of thousands of small members."""
    pieces, size = list[bytes](), 0
    for block in blocks:
        pieces.append(block)
        size += len(block)
        if size >= BLOCK // 2:
            yield b"".join(pieces)
            pieces, size = [], 0
    if pieces:
        yield b"".join(pieces)


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _text(first: bytes) -> bytes:
    """The first block without a byte order mark, if it can be the beginning of a text."""
    if not first:
        raise Unreadable("It is empty.")
    for magic, reason in _FOREIGN.items():
        if first.startswith(magic):
            raise Unreadable(reason)
    if b"\0" in first[:4096]:
        raise Unreadable(f"It is no text: there is a NUL at byte {first.index(0) + 1}.")
    return first.removeprefix(_BOM)


def _why(error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return "It is a folder; name the files in it."
    return f"It cannot be read: {os.strerror(error.errno or 0)}."
