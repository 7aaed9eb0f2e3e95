"""One record of a flat file taken apart in full."""

from apps.biology.records import Protein
from apps.ingestion.formats import checks
from apps.ingestion.formats.uniprot.comments import comments
from apps.ingestion.formats.uniprot.crossreferences import cross_references
from apps.ingestion.formats.uniprot.dates import history
from apps.ingestion.formats.uniprot.features import features
from apps.ingestion.formats.uniprot.genes import genes
from apps.ingestion.formats.uniprot.identity import accessions, existence, identity, sequence
from apps.ingestion.formats.uniprot.layout import lines_of
from apps.ingestion.formats.uniprot.lines import (
    OF_REFERENCES,
    listed,
)
from apps.ingestion.formats.uniprot.names import description
from apps.ingestion.formats.uniprot.organisms import hosts, organism
from apps.ingestion.formats.uniprot.references import references


def parse(text: bytes) -> Protein:
    """The protein of one record. Raises `Malformed` for what `entries` refuses."""
    content, lines = lines_of(text)
    entry_name, reviewed = identity(content, lines)
    accession, *secondary = accessions(lines)
    residues = sequence(content, lines)
    letters = residues.encode()
    described = description(lines.get("DE", []))
    organism_, taxids = organism(lines)
    dated = history(lines.get("DT", []))
    return Protein(
        accession=accession,
        secondary_accessions=tuple(secondary),
        entry_name=entry_name,
        reviewed=reviewed,
        names=described.names,
        ec_numbers=tuple(described.ec_numbers),
        flags=tuple(described.flags),
        genes=genes(lines.get("GN", [])),
        organism=organism_,
        taxids=taxids,
        hosts=hosts(lines.get("OH", [])),
        keywords=listed(lines.get("KW", [])),
        protein_existence=existence(lines),
        dates=dated.dates,
        sequence_version=dated.sequence_version,
        entry_version=dated.entry_version,
        cross_references=tuple(cross_references(lines.get("DR", []))),
        features=tuple(features(lines.get("FT", []))),
        comments=tuple(comments(lines.get("CC", []))),
        references=tuple(references(lines.get(OF_REFERENCES, []))),
        length=len(residues),
        mass=checks.mass(letters),
        crc64=checks.crc64(letters),
        sequence=residues,
        sequence_sha256=checks.digest(letters),
    )
