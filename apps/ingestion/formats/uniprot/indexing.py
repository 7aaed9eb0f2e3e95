"""The fields that a registry indexes, out of a record in any form, as `parsing` reads them."""

from apps.ingestion.formats.entries import Entry
from apps.ingestion.formats.uniprot.dates import history
from apps.ingestion.formats.uniprot.genes import every_name, genes
from apps.ingestion.formats.uniprot.identity import (
    accessions,
    existence,
    identity,
    sequence,
)
from apps.ingestion.formats.uniprot.layout import lines_of
from apps.ingestion.formats.uniprot.names import description, is_fragment
from apps.ingestion.formats.uniprot.organisms import organism


def index(text: bytes, line: int) -> Entry:
    """What is indexed of a record. Raises `Malformed` where `parse` does."""
    content, lines = lines_of(text)
    entry_name, reviewed = identity(content, lines)
    accession, *secondary = accessions(lines)
    described = description(lines.get("DE", []))
    species, _ = organism(lines)
    return Entry(
        accession=accession,
        secondary_accessions=tuple(secondary),
        entry_name=entry_name,
        reviewed=reviewed,
        name=described.names.first,
        genes=every_name(genes(lines.get("GN", []))),
        organism=species.name,
        taxid=species.taxid,
        protein_existence=existence(lines),
        sequence_version=history(lines.get("DT", [])).sequence_version,
        fragment=is_fragment(described.flags),
        sequence=sequence(content, lines).encode(),
        text=text,
        line=line,
    )
