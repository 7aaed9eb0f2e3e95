"""Releases of our own making, taken in."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO

from apps.core.actor import Actor
from apps.ingestion.arriving import Arrival
from apps.ingestion.commands import ingest_release
from apps.ingestion.dtos import IngestReport
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.here import Here
from apps.ingestion.shops import Opening

OPERATOR = Actor.system("test")


def ingest(
    *records: bytes, release: str = "2026_01", source: str = "swissprot", **how: Any
) -> IngestReport:
    """Take in a release of these records into `uniprot`."""
    return ingest_files([file(b"".join(records))], release=release, source=source, **how)


def ingest_files(
    files: Sequence[Opening],
    *,
    release: str,
    source: str = "swissprot",
    form: str = "uniprot",
    day: date | None = None,
    **how: Any,
) -> IngestReport:
    """Take in a release of these files into `uniprot`."""
    return ingest_release(
        actor=OPERATOR,
        organization="uniprot",
        source=source,
        release=release,
        arrival=Arrival(files, Here(FORMATS[form])),
        release_date=day,
        **how,
    )


def file(content: bytes, name: str = "sample.dat") -> Opening:
    """A file with this content, to be opened as often as one likes."""

    def opening() -> AbstractContextManager[BinaryIO]:
        return nullcontext(BytesIO(content))

    return name, opening
