"""The formats by the names that operators give them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from apps.biology.records import Protein
from apps.ingestion.formats import fasta, uniprot, uniprot_xml
from apps.ingestion.formats.entries import Entry, Refused


@dataclass(frozen=True, slots=True)
class Format:
    """How to read a format, and what the file of one of its records is called.

    `records` cuts a stream into records with the numbers of their first lines, `accession` tells
    whose a record is at a glance, `read` what is indexed of it or why it is refused, and `parse`
    takes it apart in full.
    """

    records: Callable[[BinaryIO], Iterator[tuple[int, bytes]]]
    accession: Callable[[bytes], str | None]
    read: Callable[[int, bytes], Entry | Refused]
    parse: Callable[[bytes], Protein]
    file: str

    def entries(self, stream: BinaryIO) -> Iterator[Entry | Refused]:
        """The records of a stream in order, each taken or refused. Raises `Unreadable`."""
        return (self.read(line, text) for line, text in self.records(stream))


FORMATS: Mapping[str, Format] = {
    name: Format(form.records, form.accession, form.read, form.parse, file)
    for name, form, file in (
        ("uniprot", uniprot, "dat"),
        ("uniprot-xml", uniprot_xml, "xml"),
        ("fasta", fasta, "fasta"),
    )
}


def parse(file: str, text: bytes) -> Protein:
    """The protein of one record, in the format whose files are called so: `dat`, `xml`, `fasta`."""
    (form,) = (form for form in FORMATS.values() if form.file == file)
    return form.parse(text)
