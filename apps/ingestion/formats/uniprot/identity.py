"""ID, AC, PE and SQ lines: whose record it is, and the sequence without which it is none."""

import re

from apps.ingestion.formats.entries import Malformed
from apps.ingestion.formats.texts import check_entry_name, decoded, residues
from apps.ingestion.formats.uniprot.lines import Lines, by_code, unwrapped

_ID = re.compile(r"(\S+)\s+([^;]*);")
_NUCLEOTIDES = re.compile(r"\d BP\.")
_ACCESSION = re.compile(r"[A-Z0-9][A-Z0-9_.-]{0,31}")
_LENGTH = re.compile(r"(\d+) AA")
_EXISTENCE = re.compile(r"[1-5](?!\d)")
_CLASSES = {"Reviewed": True, "STANDARD": True, "Unreviewed": False, "PRELIMINARY": False}


def accession_of(text: bytes) -> str | None:
    """The accession of a record that is refused, if it can be made out."""
    try:
        return accessions(by_code(decoded(text)))[0]
    except Malformed:
        return None


def identity(content: str, lines: Lines) -> tuple[str, bool | None]:
    if not content.startswith("ID   "):
        raise Malformed("It has no ID line.")
    if "\0" in content:
        raise Malformed("It holds a NUL byte.")
    stated = lines["ID"][0]
    if _NUCLEOTIDES.search(stated):
        raise Malformed("It is an entry of a nucleotide database.")
    found = _ID.match(stated)
    if not found:
        raise Malformed(f"Its ID line cannot be read: “{stated[:60]}”.")
    check_entry_name(found[1])
    return found[1], _CLASSES.get(found[2].strip())


def accessions(lines: Lines) -> list[str]:
    listed = unwrapped(lines.get("AC", [])).replace(";", " ").split()
    if not listed:
        raise Malformed("It has no accession.")
    for accession in listed:
        if not _ACCESSION.fullmatch(accession):
            raise Malformed(f"“{accession[:40]}” is no accession.")
    return listed


def sequence(content: str, lines: Lines) -> str:
    _, code, after = content.rpartition("\nSQ   ")
    if not code:
        raise Malformed("It has no sequence.")
    head, _, _ = after.partition("\n")
    body, end, _ = after[len(head) :].partition("\n//")
    if not end:
        raise Malformed("It has no // at its end.")
    found = residues(body)
    for line in (head, lines["ID"][0]):
        stated = _LENGTH.search(line)
        if stated and int(stated[1][:12]) != len(found):
            raise Malformed(f"Its sequence has {len(found)} residues instead of {stated[1][:12]}.")
    return found


def existence(lines: Lines) -> int | None:
    stated = _EXISTENCE.match(lines.get("PE", [""])[0])
    return int(stated[0]) if stated else None
