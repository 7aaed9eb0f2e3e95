"""UniProt's flat file (`.dat`): records out of a stream of bytes, and one record in full.

The grammar is that of https://web.expasy.org/docs/userman.html and of what came before it.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from apps.ingestion.formats.entries import Entry, Malformed, Refused
from apps.ingestion.formats.reading import blocks
from apps.ingestion.formats.uniprot.disagreeing import disagreements
from apps.ingestion.formats.uniprot.identity import accession_of
from apps.ingestion.formats.uniprot.indexing import index
from apps.ingestion.formats.uniprot.parsing import parse
from apps.ingestion.formats.uniprot.skimming import skim
from apps.ingestion.formats.uniprot.splitting import chunks
from apps.ingestion.formats.uniprot.splitting import records as cut

__all__ = ["accession", "disagreements", "entries", "parse", "read", "records"]

NEAR = 1000  # bytes in which the first AC line begins
_ACCESSION = re.compile(rb"\nAC   ([A-Z0-9][A-Z0-9_.-]{0,31});")


def records(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The records of a flat file as they stand in it, with the numbers of their first lines.

    Raises `Unreadable`.
    """
    for line, chunk in chunks(blocks(stream)):
        if chunk.startswith(b"ID   ") and chunk.find(b"\nID   ") < 0:
            yield line, chunk
        else:
            yield from cut(line, chunk)


def accession(text: bytes) -> str | None:
    """The accession of a record, at a glance where that is enough; None if it has none."""
    first = text.find(b"\nAC", 0, NEAR)
    found = _ACCESSION.match(text, first) if first >= 0 else None
    return found[1].decode() if found else accession_of(text)


def read(line: int, text: bytes) -> Entry | Refused:
    """What is indexed of a record, or why it cannot be taken."""
    if entry := skim(text, line):
        return entry
    try:
        return index(text, line)
    except Malformed as fault:
        return Refused(line, accession_of(text), str(fault), text)


def entries(stream: BinaryIO) -> Iterator[Entry | Refused]:
    """The records of a flat file in order, each taken or refused. Raises `Unreadable`."""
    return (read(line, text) for line, text in records(stream))
