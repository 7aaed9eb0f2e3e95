"""What a workshop and whoever fills the tables tell each other of a batch of records."""

from collections.abc import Sequence
from typing import NamedTuple


class Cut(NamedTuple):
    """Records as they came: how many, their plain bytes, and the SHA-256 of each, in a row.

    `asked` are the rows of those that have an accession, for the table of that name; the places
    of the others are the `nameless`.
    """

    records: int
    size: int
    digests: bytes
    asked: bytes
    nameless: Sequence[int]


class Choice(NamedTuple):
    """The places of the records to be taken, and of those to be left out, with the reasons."""

    wanted: Sequence[int]
    left_out: Sequence[tuple[int, str]]


class LeftOut(NamedTuple):
    """A record that is not taken: where it stands, whose it is if that is known, and why."""

    file: str
    line: int
    accession: str | None
    reason: str


class Prepared(NamedTuple):
    """What became of a choice: rows for the table `arrived`, if any, and frames for the pack.

    `unread` are the accessions of records that were wanted, and cannot be read.
    """

    rows: bytes
    frames: bytes
    left_out: Sequence[LeftOut]
    unread: Sequence[str]


class Failed(NamedTuple):
    """A file of the release cannot be read to its end, and why."""

    file: str
    why: str


class CutOff(NamedTuple):
    """The files of the release came no further."""


NOTHING = Prepared(rows=b"", frames=b"", left_out=(), unread=())
NONE = Choice(wanted=(), left_out=())
