"""The formats by the names that operators give them."""

from collections.abc import Mapping

from apps.biology.records import Protein
from apps.ingestion.formats import fasta, uniprot, uniprot_xml
from apps.ingestion.formats.form import Format

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
