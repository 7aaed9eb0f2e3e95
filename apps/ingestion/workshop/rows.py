"""Rows as COPY reads them in binary.

The format is that of https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": each
field is its length and its bytes; a length of -1 is NULL.
"""

import hashlib
from collections.abc import Iterable
from struct import Struct

from apps.biology.packs import Place
from apps.core.ids import uuid7
from apps.ingestion.formats import Entry

MOST_OF_A_NAME = 500  # letters that search looks at: an index takes 2.7 kB; the record keeps all

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"
_FLAG = {None: _NULL, True: b"\0\0\0\1\1", False: b"\0\0\0\1\0"}

_length = Struct(">i").pack
_bigint = Struct(">iq").pack
_place_of_asked = Struct(">hiq").pack
_digest = Struct(">i32s").pack
_end_of_arrived = Struct(">ii i32s i32s iq ii ii ii i16s i16s").pack


def copied(rows: Iterable[bytes]) -> bytes:
    """The rows as one stream for COPY; nothing if there are none."""
    together = b"".join(rows)
    return b"".join((_HEADER, together, _TRAILER)) if together else b""


def asked(place: int, accession: str, digest: bytes) -> bytes:
    """A row of the table `asked`."""
    return b"".join((_place_of_asked(3, 8, place), _text(accession), _digest(32, digest)))


def arrived(entry: Entry, digest: bytes, place: Place) -> bytes:
    """A row of the table `arrived`."""
    accession, secondary, entry_name, reviewed, name, genes, organism, taxid, length = indexed(
        entry
    )
    return b"".join((
        b"\0\x12", _text(accession), _text(secondary), _text(entry_name), _FLAG[reviewed],
        _text(name), _text(genes), _text(organism),
        _NULL if taxid is None else _bigint(8, taxid),
        _length(length), entry.sequence,
        _end_of_arrived(
            4, length, 32, digest, 32, hashlib.sha256(entry.sequence).digest(),
            8, place.frame, 4, place.packed, 4, place.start, 4, place.size,
            16, uuid7().bytes, 16, uuid7().bytes,
        ),
    ))  # fmt: skip


def indexed(
    entry: Entry,
) -> tuple[str, str, str | None, bool | None, str | None, str, str | None, int | None, int]:
    """The columns that are asked of a protein."""
    return (
        entry.accession,
        " ".join(entry.secondary_accessions),
        entry.entry_name,
        entry.reviewed,
        entry.name and entry.name[:MOST_OF_A_NAME],
        "\n".join(gene[:MOST_OF_A_NAME] for gene in entry.genes),
        entry.organism,
        entry.taxid,
        len(entry.sequence),
    )


def _text(value: str | None) -> bytes:
    if value is None:
        return _NULL
    data = value.encode()
    return _length(len(data)) + data
