"""FASTA with UniProt's headers, read and written.

    >sp|P56540|CBBQ_CHRVI Protein CbbQ (Fragment) OS=Chromatium vinosum OX=1049 GN=cbbQ PE=3 SV=1

`sp` is reviewed, `tr` is not; GN, and in old files OX, may be missing; an isoform has neither PE
nor SV (https://www.uniprot.org/help/fasta-headers). Of other headers the first word is the
accession and the rest the name.
"""

import re
from collections.abc import Iterator

from apps.biology.records import Dates, Gene, Names, Organism, Protein
from apps.ingestion.formats import checks
from apps.ingestion.formats.entries import Entry, Malformed, Unreadable
from apps.ingestion.formats.scanning import count_lines, find
from apps.ingestion.formats.texts import (
    LONGEST,
    check_accession,
    check_entry_name,
    decoded,
    first_words,
    number,
    residues,
)

COLUMNS = 60

_HEADER = re.compile(r">(?:(\w+)\|)?([^\s|]+)\|?(?:(?<=\|)([^\s|]+))?\|?(?:[ \t]+(.*))?")
_FIELD = re.compile(r"(?:^|\s+)(OS|OX|GN|PE|SV)=")
_FLAG = re.compile(r"\s*\((Fragments?)\)$")
_STATUS = {"sp": True, "tr": False}
# what belongs to the name of an organism, unlike its common name, which is in brackets too
_PART_OF_NAME = re.compile(
    r"(?:(?!\s\().)*(?:\s\((?:strain|isolate|serotype|serovar|serogroup|biovar|biotype|pathovar|subtype|type"
    r"|genotype|clone|ecotype|cultivar|subsp\.|pv\.|bv\.|cv\.|sv\.)\s(?:[^()]|\([^()]*\))*\))*"
)


def cut(plain: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each record from its `>` to the next, with the number of its first line.

    Raises `Unreadable`.
    """
    line, data, begun = 1, b"", False
    for block in plain:
        data += block
        if not begun:
            begun, data, line = True, *_from_first(data)
        start = 0
        while stop := find(data, b"\n>", start) + 1:
            yield line, data[start:stop]
            line += count_lines(data, start, stop)
            start = stop
        data = data[start:]
        if len(data) > LONGEST:
            raise Unreadable(f"The record at line {line} is longer than {LONGEST >> 20} MiB.")
    yield line, data


def accession(text: bytes) -> str | None:
    """The accession of a record; None if its header names none that can be kept."""
    try:
        return _identity(decoded(text).partition("\n")[0])[1]
    except Malformed:
        return None


def parse(text: bytes) -> Protein:
    """What one record says of the protein. Raises `Malformed`."""
    head, _, body = decoded(text).partition("\n")
    database, accession, entry_name, title = _identity(head)
    sequence = residues(body.rstrip().removesuffix("*"))
    reviewed = _STATUS.get(database)
    fields = _fields(title)
    flag = _FLAG.search(fields[""])
    name = fields[""][: flag.start() if flag else None] or None
    taxid = _number(fields.get("OX", ""))
    existence = _number(fields.get("PE", ""))
    gene = fields.get("GN")
    letters = sequence.encode()
    return Protein(
        accession=accession,
        secondary_accessions=(),
        entry_name=entry_name,
        reviewed=reviewed,
        names=Names(recommended=name) if reviewed else Names(submitted=(name,) if name else ()),
        ec_numbers=(),
        flags=(flag[1],) if flag else (),
        genes=(Gene(name=gene),) if gene else (),
        organism=Organism(taxid=taxid, name=fields.get("OS") or None),
        taxids=() if taxid is None else (taxid,),
        hosts=(),
        keywords=(),
        protein_existence=existence if existence in range(1, 6) else None,
        dates=Dates(),
        sequence_version=_number(fields.get("SV", "")),
        entry_version=None,
        cross_references=(),
        features=(),
        comments=(),
        references=(),
        length=len(sequence),
        mass=checks.mass(letters),
        crc64=checks.crc64(letters),
        sequence=sequence,
        sequence_sha256=checks.digest(letters),
    )


def render(protein: Protein) -> str:
    """The record as UniProt writes it: its header and 60 residues a line."""
    head = header(
        accession=protein.accession,
        entry_name=protein.entry_name,
        reviewed=protein.reviewed,
        name=protein.names.first,
        flag=next((flag for flag in protein.flags if flag.startswith("Fragment")), None),
        organism=protein.organism.name,
        taxid=protein.organism.taxid,
        gene=next((name for gene in protein.genes for name in gene.every_name), None),
        protein_existence=protein.protein_existence,
        sequence_version=protein.sequence_version,
    )
    return f"{head}\n{wrapped(protein.sequence)}"


def written(entry: Entry) -> bytes:
    """The same for what is indexed of a record that is no fragment."""
    head = header(
        accession=entry.accession,
        entry_name=entry.entry_name,
        reviewed=entry.reviewed,
        name=entry.name,
        flag=None,
        organism=entry.organism,
        taxid=entry.taxid,
        gene=next(iter(entry.genes), None),
        protein_existence=entry.protein_existence,
        sequence_version=entry.sequence_version,
    )
    return f"{head}\n{wrapped(entry.sequence.decode())}".encode()


def header(
    *,
    accession: str,
    entry_name: str | None,
    reviewed: bool | None,
    name: str | None,
    flag: str | None,
    organism: str | None,
    taxid: int | None,
    gene: str | None,
    protein_existence: int | None,
    sequence_version: int | None,
) -> str:
    """UniProt's header line. `flag` is `Fragment`, `Fragments` or None; what is None is left out.

    A protein without a name goes by its entry name, one without that by its accession.
    """
    known = entry_name or accession
    fields = {
        "OS": scientific(organism) if organism else None,
        "OX": taxid,
        "GN": gene,
        "PE": protein_existence,
        "SV": sequence_version,
    }
    return " ".join(
        [
            f">{'sp' if reviewed else 'tr'}|{accession}|{known} {name or known}",
            *([f"({flag})"] if flag else []),
            *(f"{key}={value}" for key, value in fields.items() if value is not None),
        ]
    )


def wrapped(sequence: str) -> str:
    """The residues, 60 a line, each line with its end."""
    return "".join(
        f"{sequence[start : start + COLUMNS]}\n" for start in range(0, len(sequence), COLUMNS)
    )


def scientific(organism: str) -> str:
    """An organism's name without the common names: `Homo sapiens` of `Homo sapiens (Human)`.

    `Frog virus 3 (isolate Goorha) (FV-3)` keeps its isolate.
    """
    found = _PART_OF_NAME.match(organism)
    return found[0].strip() or organism if found else organism


def _from_first(data: bytes) -> tuple[bytes, int]:
    """The data from the first record on, and the number of its line."""
    start = 0 if data.startswith(b">") else data.find(b"\n>") + 1
    if not start and not data.startswith(b">"):
        raise Unreadable(f"It is no FASTA: it begins with “{first_words(data)}”.")
    return data[start:], 1 + count_lines(data, 0, start)


def _identity(head: str) -> tuple[str, str, str | None, str]:
    found = _HEADER.match(head)
    if not found or "\0" in head:
        raise Malformed("Its header names no protein.")
    check_accession(found[2])
    check_entry_name(found[3])
    return found[1] or "", found[2], found[3], found[4] or ""


def _fields(title: str) -> dict[str, str]:
    """The fields of a header by their keys; the name is under the empty key."""
    name, *rest = _FIELD.split(title)
    return {"": name.strip()} | {
        key: value.strip() for key, value in zip(rest[::2], rest[1::2], strict=True)
    }


def _number(text: str) -> int | None:
    return number(text) if text.isdecimal() and text.isascii() else None
