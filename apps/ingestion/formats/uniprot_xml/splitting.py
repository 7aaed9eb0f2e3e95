"""Where one `<entry>` begins and ends, found in large blocks without reading the XML."""

import re
from collections.abc import Iterator

from apps.ingestion.formats.entries import Unreadable
from apps.ingestion.formats.scanning import count_lines, find
from apps.ingestion.formats.texts import LONGEST, first_words

_BEGIN = re.compile(rb"<entry[\s>]")
_END = b"</entry>"
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([\w.-]+)""")
_KNOWN = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1"}


def records(blocks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each entry's bytes from its first tag to its last, and the number of its first line.

    What stands between entries is left out. Raises `Unreadable`.
    """
    line, data = 1, b""
    begun = False
    for block in blocks:
        data += block
        begun = begun or _is_begun(data)
        start = 0
        while stop := find(data, _END, start) + 1:
            stop += len(_END) - 1
            yield from _entry(data[start:stop], line)
            line += count_lines(data, start, stop)
            start = stop
        data = data[start:]
        if len(data) > LONGEST:
            raise Unreadable(f"The entry at line {line} is longer than {LONGEST >> 20} MiB.")
    yield from _entry(data, line)


def _entry(text: bytes, line: int) -> Iterator[tuple[int, bytes]]:
    if begin := _BEGIN.search(text):
        yield line + count_lines(text, 0, begin.start()), text[begin.start() :]


def _is_begun(data: bytes) -> bool:
    """Whether the first entry is reached. Raises `Unreadable` for what is no such file."""
    begin = _BEGIN.search(data)
    head = data[: begin.start() if begin else None]
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Unreadable("It has a document type, which UniProt XML has not and which may do harm.")
    encoding = _ENCODING.match(head.lstrip())
    if encoding and encoding[1].lower() not in _KNOWN:
        raise Unreadable(f"It is written in {encoding[1].decode()}; only UTF-8 is read here.")
    if b"<uniprot" not in head and b":uniprot" not in head:
        raise Unreadable(f"It is no UniProt XML: it begins with “{first_words(data)}”.")
    return begin is not None
