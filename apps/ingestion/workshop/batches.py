"""The records of a release as they stand in its files: cut and hashed, some MiB at a time."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

from apps.ingestion.formats import Format, Stream, Unreadable
from apps.ingestion.workshop.messages import Cut
from apps.ingestion.workshop.rows import asked, copied

FIRST = 1 << 20  # plain bytes of the first batch: the tables need not wait long for it
BATCH = 8 << 20

Opened = tuple[str, AbstractContextManager[Stream]]


class Unfinished(Exception):
    """A file that cannot be read to its end; its text is a sentence that says why."""

    def __init__(self, file: str, why: Unreadable) -> None:
        super().__init__(str(why))
        self.file = file


class Raw(NamedTuple):
    """One record as its publisher wrote it, not looked into but for its accession."""

    place: int
    file: str
    line: int
    text: bytes
    accession: str | None
    sha256: bytes


def batches(files: Iterable[Opened], form: Format) -> Iterator[list[Raw]]:
    """The records of all files in order. Raises `Unfinished`."""
    batch: list[Raw] = []
    size, most = 0, FIRST
    for raw in _records(files, form):
        batch.append(raw)
        size += len(raw.text)
        if size >= most:
            yield batch
            batch, size, most = [], 0, BATCH
    if batch:
        yield batch


def cut(records: Sequence[Raw]) -> Cut:
    """What is told of a batch before anybody chooses of it."""
    return Cut(
        records=len(records),
        size=sum(len(raw.text) for raw in records),
        digests=b"".join(raw.sha256 for raw in records),
        asked=copied(
            asked(raw.place, raw.accession, raw.sha256)
            for raw in records
            if raw.accession is not None
        ),
        nameless=[raw.place for raw in records if raw.accession is None],
    )


def _records(files: Iterable[Opened], form: Format) -> Iterator[Raw]:
    place = 0
    for name, opening in files:
        try:
            with opening as stream:
                for line, text in form.records(stream):
                    sha256 = hashlib.sha256(text).digest()
                    yield Raw(place, name, line, text, form.accession(text), sha256)
                    place += 1
        except Unreadable as why:
            raise Unfinished(name, why) from why
