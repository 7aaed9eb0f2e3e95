"""The plain facts of a protein as a record of the flat file, in the manual's layout.

Identity, names, genes, organism, keywords, dates and the sequence; no prose, no references, no
features (https://web.expasy.org/docs/userman.html).
"""

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date

from apps.biology.records import Gene, Names, Protein

WIDTH = 75
ROW, GROUP = 60, 10
EXISTENCE = (
    "Evidence at protein level",
    "Evidence at transcript level",
    "Inferred from homology",
    "Predicted",
    "Uncertain",
)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def written(protein: Protein) -> bytes:
    """A whole record of these facts; what is not known of them has no line."""
    return "".join(f"{line}\n" for line in _lines(protein)).encode()


def _lines(protein: Protein) -> Iterator[str]:
    state = "Reviewed" if protein.reviewed else "Unreviewed"
    yield f"ID   {protein.entry_name:<23} {state + ';':<12}{protein.length:>12} AA."
    names = (protein.accession, *protein.secondary_accessions)
    yield from _wrapped("AC", " ".join(f"{name};" for name in names))
    yield from _dates(protein)
    yield from _names(protein.names, protein.ec_numbers)
    if protein.flags:
        yield f"DE   Flags: {' '.join(f'{flag};' for flag in protein.flags)}"
    for number, gene in enumerate(protein.genes):
        yield from ["GN   and"] if number else []
        yield from _wrapped("GN", _gene(gene))
    yield from _wrapped("OS", f"{protein.organism.name}.")
    yield from _wrapped("OC", "; ".join(protein.organism.lineage) + ".")
    yield f"OX   NCBI_TaxID={protein.organism.taxid};"
    if protein.protein_existence:
        yield f"PE   {protein.protein_existence}: {EXISTENCE[protein.protein_existence - 1]};"
    if protein.keywords:
        yield from _wrapped("KW", "; ".join(protein.keywords) + ".")
    yield from _sequence(protein)
    yield "//"


def _dates(protein: Protein) -> Iterator[str]:
    dates = protein.dates
    if dates.created:
        yield f"DT   {_day(dates.created)}, integrated into UniProtKB/Swiss-Prot."
    if dates.sequence_updated:
        updated = _day(dates.sequence_updated)
        yield f"DT   {updated}, sequence version {protein.sequence_version}."
    if dates.entry_updated:
        yield f"DT   {_day(dates.entry_updated)}, entry version {protein.entry_version}."


def _day(day: date) -> str:
    return f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year}"


def _names(names: Names, ec_numbers: Iterable[str]) -> Iterator[str]:
    yield f"DE   RecName: Full={names.recommended};"
    yield from (f"DE            Short={name};" for name in names.short)
    yield from (f"DE            EC={number};" for number in ec_numbers)
    yield from (f"DE   AltName: Full={name};" for name in names.alternative)


def _gene(gene: Gene) -> str:
    parts = {
        "Name": [gene.name] if gene.name else [],
        "Synonyms": gene.synonyms,
        "OrderedLocusNames": gene.ordered_locus,
        "ORFNames": gene.orf,
    }
    return " ".join(f"{kind}={', '.join(told)};" for kind, told in parts.items() if told)


def _sequence(protein: Protein) -> Iterator[str]:
    summary = f"{protein.length} AA;  {protein.mass} MW;  {protein.crc64} CRC64;"
    yield f"SQ   SEQUENCE   {summary}"
    for start in range(0, protein.length, ROW):
        row = protein.sequence[start : start + ROW]
        yield "     " + " ".join(row[at : at + GROUP] for at in range(0, len(row), GROUP))


def _wrapped(code: str, text: str) -> Iterator[str]:
    prefix = f"{code}   "
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=prefix, subsequent_indent=prefix,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
