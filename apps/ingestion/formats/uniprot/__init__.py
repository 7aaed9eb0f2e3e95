"""UniProt's flat file (`.dat`): records out of a stream of bytes, and one record in full.

The grammar is that of https://web.expasy.org/docs/userman.html and of what came before it.
"""

import re

from apps.ingestion.formats.entries import Entry
from apps.ingestion.formats.uniprot.disagreeing import disagreements
from apps.ingestion.formats.uniprot.identity import accession_of
from apps.ingestion.formats.uniprot.indexing import index as index_in_full
from apps.ingestion.formats.uniprot.parsing import parse
from apps.ingestion.formats.uniprot.skimming import skim
from apps.ingestion.formats.uniprot.splitting import cut

__all__ = ["accession", "cut", "disagreements", "index", "parse"]

NEAR = 1000  # bytes in which the first AC line begins
_ACCESSION = re.compile(rb"\nAC   ([A-Z0-9][A-Z0-9_.-]{0,31});")


def accession(text: bytes) -> str | None:
    """The accession of a record, at a glance where that is enough; None if it has none."""
    first = text.find(b"\nAC", 0, NEAR)
    found = _ACCESSION.match(text, first) if first >= 0 else None
    return found[1].decode() if found else accession_of(text)


def index(text: bytes, line: int) -> Entry:
    """What is indexed of a record, in haste where its form is the usual. Raises `Malformed`."""
    return skim(text, line) or index_in_full(text, line)
