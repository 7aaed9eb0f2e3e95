"""Where one record of a flat file ends and the next begins, found in large blocks.

A record begins with a line `ID   ` and ends with a line `//`.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from apps.ingestion.formats.entries import Unreadable
from apps.ingestion.formats.scanning import count_lines, find
from apps.ingestion.formats.texts import LONGEST, first_words

_END = b"\n//"
_ID = b"ID   "
_NEXT = b"\nID   "
_LINE_FEED = 10
_BEGIN = re.compile(rb"^ID   ", re.MULTILINE)
_CODED = re.compile(rb"^[A-Z]{2}   ", re.MULTILINE)
_ANY_BEGIN = re.compile(rb"(?:^|\n|//)ID   ")


def cut(blocks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """The records of a flat file as they stand in it, with the numbers of their first lines.

    Blank lines before a record are left out. Raises `Unreadable` where no record is in sight.
    """
    line, data = 1, b""
    for block in blocks:
        data = _in_sight(data + block, line)
        start = 0
        for stop, is_one in _stops(data):
            chunk = data[start:stop]
            if is_one:
                yield line, chunk
            else:
                yield from _apart(chunk, line)
            line += count_lines(data, start, stop)
            start = stop
        data = data[start:]
        if len(data) > LONGEST:
            raise Unreadable(
                f"The record at line {line} goes on for more than {LONGEST >> 20} MiB"
                " without an end."
            )
    yield from _rest(data, line)


def _stops(data: bytes) -> Iterator[tuple[int, bool]]:
    """Where each chunk ends that ends in the data, and whether it is one record, as a rule."""
    start = 0
    while (edge := find(data, _END, start)) >= 0 and (stop := _stop(data, edge + len(_END))):
        yield stop, data.startswith(_ID, start) and find(data, _NEXT, start, edge) < 0
        start = stop


def _apart(chunk: bytes, line: int) -> Iterator[tuple[int, bytes]]:
    """The records of a chunk that holds several or none, without the blank lines before them."""
    if begin := chunk.lstrip():
        yield from _records(line + count_lines(chunk, 0, len(chunk) - len(begin)), begin)


def _rest(data: bytes, line: int) -> Iterator[tuple[int, bytes]]:
    """What is left at the end of the input: a last record, whole or not, and blank lines."""
    end = data.rfind(_END)
    stop = data.find(b"\n", end + 1) + 1 or len(data) if end >= 0 else 0
    for part in filter(None, (data[:stop], data[stop:])):
        yield from _apart(part, line)
        line += count_lines(part)


def _records(line: int, chunk: bytes) -> Iterator[tuple[int, bytes]]:
    """A chunk cut before each line `ID   `, each part with the number of its first line.

    What stands before the first and has no line with a code is no part of a record: left out.
    """
    starts = [found.start() for found in _BEGIN.finditer(chunk)]
    places = sorted({0, *starts, len(chunk)})
    for start, stop in pairwise(places):
        if start in starts or _CODED.search(chunk, start, stop):
            yield line + count_lines(chunk, 0, start), chunk[start:stop]


def _in_sight(data: bytes, line: int) -> bytes:
    if line == 1 and not _ANY_BEGIN.search(data):
        raise Unreadable(f"It is no flat file of UniProt: it begins with “{first_words(data)}”.")
    return data


def _stop(data: bytes, after: int) -> int:
    """Where the chunk ends whose `//` ends before `after`; 0 if the data does not tell yet."""
    if len(data) == after:
        return 0
    if data[after] == _LINE_FEED:
        return after + 1
    line = data.find(b"\n", after) + 1
    glued = data.find(_ID, after, line)
    return glued if glued >= 0 else line
