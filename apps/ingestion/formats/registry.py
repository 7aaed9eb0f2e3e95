"""The formats by the names that operators give them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from apps.biology.records import Protein
from apps.ingestion.formats import fasta, uniprot, uniprot_xml
from apps.ingestion.formats.entries import Entry, Malformed, Refused, entry_of
from apps.ingestion.formats.reading import Stream, blocks


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
    parse: Callable[[bytes], Protein]
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


FORMATS: Mapping[str, Format] = {
    "uniprot": Format("dat", uniprot.cut, uniprot.accession, uniprot.parse, uniprot.index),
    "uniprot-xml": Format("xml", uniprot_xml.cut, uniprot_xml.accession, uniprot_xml.parse),
    "fasta": Format("fasta", fasta.cut, fasta.accession, fasta.parse),
}


def parse(file: str, text: bytes) -> Protein:
    """The protein of one record, in the format whose files are called so: `dat`, `xml`, `fasta`."""
    (form,) = (form for form in FORMATS.values() if form.file == file)
    return form.parse(text)


def as_fasta(file: str, text: bytes) -> bytes:
    """One record as FASTA, of what is indexed of it where that is enough. Raises `Malformed`."""
    (form,) = (form for form in FORMATS.values() if form.file == file)
    if form.index and not (entry := form.index(text, 1)).fragment:
        return fasta.written(entry)
    return fasta.render(form.parse(text)).encode()
