"""Releases of proteins as their publishers write them: bytes in, records out. Knows no table.

`registry` names each format and how to read it. `Format.entries` streams what a registry indexes
of each record, with the record's exact bytes; `Format.parse` takes one record apart in full. Who is
handed a format, as the process of a workshop is, loads no other.
"""

from apps.ingestion.formats.entries import Entry, Refused, Unreadable
from apps.ingestion.formats.form import Format
from apps.ingestion.formats.reading import Stream, pieces

__all__ = ["Entry", "Format", "Refused", "Stream", "Unreadable", "pieces"]
