"""RN, RP, RC, RX, RG, RA, RT and RL lines: the publications that a record rests on."""

import re
from collections.abc import Iterator

from apps.biology.records import Reference
from apps.ingestion.formats.texts import number
from apps.ingestion.formats.uniprot.lines import (
    Lines,
    sentence,
    unwrapped,
    without_evidence,
)

_NUMBER = re.compile(r"\[(\d+)\]")
_PUBMED = re.compile(r"PubMed(?:=|;\s*)(\d+)")
_DOI = re.compile(r"DOI=(.+?);?(?=\s+[A-Za-z]+=|$)")


def references(cited: list[str]) -> Iterator[Reference]:
    """The references in order. What stands before the first RN belongs to none."""
    lines: Lines | None = None
    for line in cited:
        code = line[:2]
        if code == "RN":
            if lines:
                yield _reference(lines)
            lines = {code: [line[5:]]}
        elif lines is not None:
            lines.setdefault(code, []).append(line[5:].rstrip())
    if lines:
        yield _reference(lines)


def _reference(lines: Lines) -> Reference:
    stated = _NUMBER.search(lines["RN"][0])
    links = unwrapped(lines.get("RX", []))
    pubmed, doi = _PUBMED.search(links), _DOI.search(links)
    return Reference(
        number=number(stated[1]) if stated else None,
        positions=sentence(lines.get("RP", [])),
        comments=_list(lines.get("RC", [])),
        pubmed=pubmed[1] if pubmed else None,
        doi=doi[1] if doi else None,
        group=_list(lines.get("RG", [])),
        authors=_list(lines.get("RA", [])),
        title=_title(lines.get("RT", [])),
        location=sentence(lines.get("RL", [])),
    )


def _list(lines: list[str]) -> str | None:
    return without_evidence(unwrapped(lines)).rstrip("; ") or None


def _title(lines: list[str]) -> str | None:
    """`"Genome sequence of a nematode.";`, without the quotation marks around it."""
    text = unwrapped(lines).removesuffix(";").strip()
    return text.removeprefix('"').removesuffix('"').strip() or None
