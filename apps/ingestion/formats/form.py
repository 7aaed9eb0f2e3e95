"""What a format is: how a release written in it is cut, and its records are read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.ingestion.formats.entries import Entry, Malformed, Refused, entry_of
from apps.ingestion.formats.reading import Stream, blocks

if TYPE_CHECKING:
    from apps.biology.records import Protein


@dataclass(frozen=True, slots=True)
class Format:
    """How to read a format, and what the file of one of its records is called.

    `cut` makes records of plain bytes, with the numbers of their first lines; `accession` tells
    whose a record is at a glance; `parse` takes it apart in full. `index` finds what is indexed of
    it, where a format has a quicker way than that.
    """

    file: str
    cut: Callable[[Iterator[bytes]], Iterator[tuple[int, bytes]]]
    accession: Callable[[bytes], str | None]
    parse: "Callable[[bytes], Protein]"
    index: Callable[[bytes, int], Entry] | None = None

    def records(self, stream: Stream) -> Iterator[tuple[int, bytes]]:
        """The records as they stand in a stream, with the numbers of their first lines.

        Raises `Unreadable`.
        """
        return self.cut(blocks(stream))

    def read(self, line: int, text: bytes) -> Entry | Refused:
        """What is indexed of a record, or why it cannot be taken."""
        try:
            if self.index:
                return self.index(text, line)
            return entry_of(self.parse(text), text, line)
        except Malformed as fault:
            return Refused(line, self.accession(text), str(fault), text)

    def entries(self, stream: Stream) -> Iterator[Entry | Refused]:
        """The records of a stream in order, each taken or refused. Raises `Unreadable`."""
        return (self.read(line, text) for line, text in self.records(stream))
