"""The records of a release as they come in: read, cut and hashed in a thread of their own.

While PostgreSQL takes one batch the next is read, so that a release takes no longer than the
slower of the two. At most three batches are in memory.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from apps.ingestion.errors import UnreadableRelease
from apps.ingestion.formats import Format, Unreadable
from apps.ingestion.formats.ahead import ahead

BATCH = 8 << 20

Opening = tuple[str, Callable[[], AbstractContextManager[BinaryIO]]]


class Raw(NamedTuple):
    """One record as its publisher wrote it, not looked into but for its accession."""

    place: int
    file: str
    line: int
    text: bytes
    accession: str | None
    sha256: bytes


@dataclass(slots=True)
class Progress:
    """How far the reading has come: records, plain bytes, and a hash over all records so far."""

    records: int = 0
    size: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)


def batches(files: Iterable[Opening], form: Format, progress: Progress) -> Iterator[list[Raw]]:
    """The records of all files in order, some MiB at a time. Raises `UnreadableRelease`."""
    return ahead(_gathered(_records(files, form, progress)))


def _gathered(records: Iterator[Raw]) -> Iterator[list[Raw]]:
    batch: list[Raw] = []
    size = 0
    for raw in records:
        batch.append(raw)
        size += len(raw.text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _records(files: Iterable[Opening], form: Format, progress: Progress) -> Iterator[Raw]:
    for name, opening in files:
        try:
            with opening() as stream:
                for line, text in form.records(stream):
                    sha256 = hashlib.sha256(text).digest()
                    progress.digest.update(sha256)
                    progress.size += len(text)
                    yield Raw(progress.records, name, line, text, form.accession(text), sha256)
                    progress.records += 1
        except Unreadable as why:
            raise UnreadableRelease(file=name, why=why) from why
