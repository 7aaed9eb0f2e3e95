"""Every real record is read as Biopython reads it, wherever Biopython reads it right."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from Bio import SeqIO

from apps.biology.records import Feature, Protein, Reference
from apps.ingestion.formats import Entry, fasta, uniprot
from apps.ingestion.formats.entries import entry_of
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.formats.uniprot import disagreements
from tests.ingestion.formats import biopython
from tests.ingestion.formats.biopython import squeezed
from tests.ingestion.formats.real import each

GRAMMAR = re.compile(
    r">(sp|tr)\|[A-Z0-9-]+\|[A-Z0-9_.-]+ \S.*? OS=\S.*?(?: OX=\d+)?(?: GN=\S.*?)?(?: PE=[1-5])?"
    r"(?: SV=\d+)?"
)


@each("swissprot/*/*")
def test_every_field_agrees_with_biopython(shared_data: Path, name: str) -> None:
    for entry in _entries(shared_data / name):
        theirs = biopython.read(entry.text)
        ours = in_their_words(uniprot.parse(entry.text))

        assert {field: ours[field] for field in theirs} == theirs


@each("swissprot/*/*")
def test_what_is_indexed_is_what_the_whole_record_says(shared_data: Path, name: str) -> None:
    for entry in _entries(shared_data / name):
        assert entry == entry_of(uniprot.parse(entry.text), entry.text, entry.line)


@each("swissprot/*/*")
def test_the_bytes_of_the_records_are_the_file(shared_data: Path, name: str) -> None:
    content = (shared_data / name).read_bytes()

    assert b"".join(entry.text for entry in _entries(shared_data / name)) == content.rstrip() + (
        b"\n" if content.endswith(b"\n") else b""
    )


@each("swissprot/*/*")
def test_every_stated_mass_and_checksum_is_that_of_the_sequence(
    shared_data: Path, name: str
) -> None:
    for entry in _entries(shared_data / name):
        assert not disagreements(entry.text, entry.sequence)


@each("swissprot/*/*")
def test_as_fasta_a_record_keeps_what_fasta_can_hold(shared_data: Path, name: str) -> None:
    for entry in _entries(shared_data / name):
        protein = uniprot.parse(entry.text)
        written = fasta.render(protein)
        (read,) = SeqIO.parse(io.StringIO(written), "fasta")

        assert GRAMMAR.fullmatch(f">{read.description}")
        assert str(read.seq) == protein.sequence
        assert max(map(len, written.splitlines()[1:])) <= 60


def _entries(path: Path) -> Iterator[Entry]:
    with path.open("rb") as stream:
        for entry in FORMATS["uniprot"].entries(stream):
            assert isinstance(entry, Entry)
            yield entry


def in_their_words(protein: Protein) -> dict[str, Any]:
    return {
        "accession": protein.accession,
        "secondary_accessions": protein.secondary_accessions,
        "entry_name": protein.entry_name,
        "reviewed": protein.reviewed,
        "genes": tuple(
            tuple(
                sorted(
                    (key, value)
                    for key in ("name", "synonyms", "ordered_locus", "orf")
                    if (value := getattr(gene, key))
                )
            )
            for gene in protein.genes
        ),
        "organism": protein.organism.name,
        "organelle": protein.organism.organelle,
        "lineage": protein.organism.lineage,
        "taxids": protein.taxids,
        "hosts": tuple((host.taxid, host.name) for host in protein.hosts),
        "keywords": protein.keywords,
        "protein_existence": protein.protein_existence,
        "dates": (
            protein.dates.created,
            protein.dates.sequence_updated,
            protein.dates.entry_updated,
        ),
        "versions": (protein.sequence_version, protein.entry_version),
        "cross_references": tuple(
            tuple(map(squeezed, (found.database, found.id, *found.fields)))
            for found in protein.cross_references
        ),
        "features": tuple(map(_feature, protein.features)),
        "comments": tuple(
            squeezed(f"{found.topic}: {found.text}" if found.topic else found.text)
            for found in protein.comments
        ),
        "references": tuple(map(_reference, protein.references)),
        "length": protein.length,
        "mass": protein.mass,
        "crc64": protein.crc64,
        "sequence": protein.sequence,
    }


def _feature(feature: Feature) -> dict[str, Any]:
    return {
        "type": feature.type,
        "start": feature.start,
        "end": feature.end,
        "note": squeezed(feature.note),
        "id": feature.id,
    }


def _reference(found: Reference) -> dict[str, Any]:
    return {
        "number": found.number,
        "positions": squeezed(found.positions),
        "comments": squeezed(found.comments),
        "pubmed": found.pubmed,
        "doi": found.doi,
        "authors": squeezed("; ".join(filter(None, (found.group, found.authors)))),
        "title": squeezed(found.title),
        "location": squeezed(found.location),
    }
