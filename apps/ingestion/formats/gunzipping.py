"""Gzip undone, member after member, in blocks of bounded size.

The format is RFC 1952: members follow each other, and zeros may pad the end.
"""

import zlib
from collections.abc import Generator, Iterator

from isal import isal_zlib

from apps.ingestion.formats.entries import Unreadable

GZIP = b"\x1f\x8b"
BLOCK = 1 << 20  # bytes

_WITH_HEADER = 16 + zlib.MAX_WBITS


def gunzipped(compressed: Iterator[bytes]) -> Iterator[bytes]:
    """The plain bytes, none of the blocks empty. Raises `Unreadable`."""
    rest = next(compressed, b"")
    while rest:
        rest = yield from _member(rest, compressed)
        rest = _after(rest, compressed)


def _member(data: bytes, compressed: Iterator[bytes]) -> Generator[bytes, None, bytes]:
    member = isal_zlib.decompressobj(wbits=_WITH_HEADER)
    while not member.eof:
        if not data and not (data := next(compressed, b"")):
            raise Unreadable("Its gzip data ends too early: the file was cut off.")
        try:
            plain = member.decompress(data, BLOCK)
        except isal_zlib.error as error:  # type: ignore[misc]  # annotated as a variable
            raise Unreadable(f"Its gzip data is damaged ({error}).") from error
        if plain:
            yield plain
        data = member.unconsumed_tail
    return member.unused_data


def _after(rest: bytes, compressed: Iterator[bytes]) -> bytes:
    """What follows a member: the next one or nothing, the zeros between them left out."""
    while not (rest := rest.lstrip(b"\0")):
        if not (rest := next(compressed, b"")):
            return b""
    if len(rest) == 1:
        rest += next(compressed, b"")
    if not rest.startswith(GZIP):
        raise Unreadable("After its gzip data comes something else: the file is damaged.")
    return rest
