"""What every reader of protein files hands over, record by record, whatever its format."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apps.biology.records import Protein


class Unreadable(Exception):
    """The input as a whole cannot be read; its text is a sentence that says why."""


class Malformed(Exception):
    """One record cannot be read; its text is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a registry indexes of one record, and the record itself.

    `name` is the recommended name, else the submitted one. `genes` are all names of all genes, in
    order, without repeats. `sequence` holds upper case letters only. `text` is the record's exact
    bytes with its end as the file has it; `line` is where it begins, counted from 1.
    """

    accession: str
    secondary_accessions: tuple[str, ...]
    entry_name: str | None
    reviewed: bool | None
    name: str | None
    genes: tuple[str, ...]
    organism: str | None
    taxid: int | None
    protein_existence: int | None
    sequence_version: int | None
    fragment: bool
    sequence: bytes
    text: bytes
    line: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that cannot be taken: where it begins, whose it is if that is known, and why."""

    line: int
    accession: str | None
    reason: str
    text: bytes = b""


def entry_of(protein: "Protein", text: bytes, line: int) -> Entry:
    """What is indexed of a protein that was taken apart in full."""
    names = (name for gene in protein.genes for name in gene.every_name)
    return Entry(
        accession=protein.accession,
        secondary_accessions=protein.secondary_accessions,
        entry_name=protein.entry_name,
        reviewed=protein.reviewed,
        name=protein.names.first,
        genes=tuple(dict.fromkeys(names)),
        organism=protein.organism.name,
        taxid=protein.organism.taxid,
        protein_existence=protein.protein_existence,
        sequence_version=protein.sequence_version,
        fragment=not {"Fragment", "Fragments"}.isdisjoint(protein.flags),
        sequence=protein.sequence.encode(),
        text=text,
        line=line,
    )
