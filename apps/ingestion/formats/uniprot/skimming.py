"""The fields that a registry indexes, out of a record in today's layout, by bytes alone.

Whatever is not plainly in that layout is left to `indexing`, which is slower and knows all.
"""

from functools import lru_cache

from apps.ingestion.formats.entries import Entry
from apps.ingestion.formats.uniprot.genes import every_name, genes
from apps.ingestion.formats.uniprot.layout import layout
from apps.ingestion.formats.uniprot.lines import sentence, without_evidence
from apps.ingestion.formats.uniprot.names import description, is_fragment


def skim(text: bytes, line: int) -> Entry | None:
    """What is indexed of a record; None if it is not plainly in today's layout."""
    found = layout(text)
    if found is None:
        return None
    entry_name, status, _, accessions, version, kind, name, others, named, species, taxid = (
        found.heading.groups()
    )
    sequence = text[found.sequence.end() : -3].translate(None, b" \n")
    whole = len(sequence) == int(found.sequence[1]) and sequence.isalpha() and sequence.isupper()
    if not whole or (kind == b"SubName" and b"RecName:" in others):
        return None
    accession, *secondary = _accessions(accessions)
    return Entry(
        accession,
        tuple(secondary),
        entry_name.decode(),
        status == b"Reviewed",
        without_evidence(name.decode()),
        every_name(genes(_contents(named))) if named else (),
        _organism(species),
        int(taxid),
        int(found.existence[1]),
        int(version),
        _is_fragment(others),
        sequence,
        text,
        line,
    )


def _accessions(text: bytes) -> list[str]:
    return text.replace(b"AC   ", b"").replace(b";", b" ").decode().split()


def _contents(lines: bytes) -> list[str]:
    return [line[5:].rstrip() for line in lines.decode().split("\n")[:-1]]


def _is_fragment(lines: bytes) -> bool:
    """Whether the flags say so, even with a code in the middle of the word."""
    _, _, flags = lines.partition(b"Flags:")
    looks_so = b"Fragment" in flags or b"{" in flags
    return looks_so and is_fragment(description(_contents(lines)).flags)


@lru_cache(maxsize=1 << 14)  # the proteins of a release come from some 14,000 organisms
def _organism(lines: bytes) -> str | None:
    return sentence(_contents(lines))
