"""Releases of proteins as their publishers write them: bytes in, records out. Knows no table.

`FORMATS` names each format and how to read it. `entries` streams what a registry indexes of each
record, with the record's exact bytes; `parse` takes one record apart in full.
"""

from apps.ingestion.formats.entries import Entry, Refused, Unreadable
from apps.ingestion.formats.reading import Stream, pieces
from apps.ingestion.formats.registry import FORMATS, Format

__all__ = ["FORMATS", "Entry", "Format", "Refused", "Stream", "Unreadable", "pieces"]
