"""UniProt XML: records out of a stream of bytes, and one record in full.

The schema is https://www.uniprot.org/docs/uniprot.xsd; older files differ in their namespace only,
which is not looked at. A document type, and so every entity of its own, is refused.
"""

from collections.abc import Iterator
from typing import BinaryIO

from apps.ingestion.formats.entries import Entry, Malformed, Refused, entry_of
from apps.ingestion.formats.reading import blocks
from apps.ingestion.formats.uniprot_xml.parsing import accession_of as accession
from apps.ingestion.formats.uniprot_xml.parsing import parse
from apps.ingestion.formats.uniprot_xml.splitting import records as cut

__all__ = ["accession", "entries", "parse", "read", "records"]


def records(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The entries of a file as they stand in it, with the numbers of their first lines.

    Raises `Unreadable`.
    """
    return cut(blocks(stream))


def read(line: int, text: bytes) -> Entry | Refused:
    """What is indexed of an entry, or why it cannot be taken."""
    try:
        return entry_of(parse(text), text, line)
    except Malformed as fault:
        return Refused(line, accession(text), str(fault), text)


def entries(stream: BinaryIO) -> Iterator[Entry | Refused]:
    """The records in order, each taken or refused. Raises `Unreadable`."""
    return (read(line, text) for line, text in records(stream))
