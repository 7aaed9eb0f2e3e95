"""OS, OG, OC, OX and OH lines: where a protein comes from, and whom its virus infects."""

import re

from apps.biology.records import Host, Organism
from apps.ingestion.formats.texts import number
from apps.ingestion.formats.uniprot.lines import (
    Lines,
    listed,
    sentence,
    unwrapped,
    without_evidence,
)

_DIGITS = re.compile(r"\d+")
_HOST = re.compile(r"NCBI_TaxID=(\d*)[^;]*;?(.*)")


def organism(lines: Lines) -> tuple[Organism, tuple[int, ...]]:
    """The organism, and the taxids of all if the record is about several."""
    taxids = _taxids(lines.get("OX", []))
    return Organism(
        taxid=taxids[0] if taxids else None,
        name=sentence(lines.get("OS", [])),
        lineage=listed(lines.get("OC", [])),
        organelle=sentence(lines.get("OG", [])),
    ), taxids


def hosts(lines: list[str]) -> tuple[Host, ...]:
    """`NCBI_TaxID=9606; Homo sapiens (Human).`, a line each."""
    found = (_HOST.match(without_evidence(line)) for line in lines)
    return tuple(
        Host(taxid=number(host[1]) if host[1] else None, name=_name(host[2]))
        for host in found
        if host
    )


def _taxids(lines: list[str]) -> tuple[int, ...]:
    """`NCBI_TaxID=82077, 82078;`, which may go on in the next line."""
    _, _, listed = without_evidence(unwrapped(lines)).partition("=")
    known = (number(digits) for digits in _DIGITS.findall(listed))
    return tuple(taxid for taxid in known if taxid is not None)


def _name(text: str) -> str | None:
    return text.strip().removesuffix(".").strip() or None
