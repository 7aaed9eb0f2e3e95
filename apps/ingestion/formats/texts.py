"""Texts and numbers as every format has them, with the bounds that a record must keep."""

import re

from apps.ingestion.formats.entries import Malformed

HIGHEST = 2**31 - 1
LONGEST = 16 << 20

MOST_OF_A_NAME = 256  # letters of an entry name

_SHOWN = 40
_ID = r"[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}"
# what can be part of an address, and is not taken for an id there
_ACCESSION = re.compile(rf"(?!{_ID}\Z)[A-Za-z0-9][\w.-]{{0,254}}", re.ASCII)


def decoded(text: bytes) -> str:
    """The record's text with plain line ends: UTF-8, or Latin-1 where it is not."""
    try:
        content = text.decode()
    except UnicodeDecodeError:
        content = text.decode("latin-1")
    return content.replace("\r\n", "\n") if "\r" in content else content


def number(digits: str) -> int | None:
    """The number, unless it is larger than any that a record may hold."""
    value = int(digits) if len(digits) <= len(str(HIGHEST)) else HIGHEST + 1
    return value if value <= HIGHEST else None


def check_accession(accession: str) -> None:
    """Raises `Malformed` for one under which no protein can be kept."""
    if not _ACCESSION.fullmatch(accession):
        raise Malformed(f"“{accession[:_SHOWN]}” is no accession.")


def check_entry_name(name: str | None) -> None:
    """Raises `Malformed` for one that is longer than any that is kept."""
    if name and len(name) > MOST_OF_A_NAME:
        raise Malformed(f"Its entry name has {len(name):,} letters, more than {MOST_OF_A_NAME}.")


def residues(lines: str) -> str:
    """The letters of a sequence over several lines. Raises `Malformed` for anything else."""
    sequence = "".join(lines.split()).upper()
    if not sequence:
        raise Malformed("Its sequence is empty.")
    if not sequence.isalpha() or not sequence.isascii():
        raise Malformed("Its sequence holds something else than letters.")
    return sequence


def first_words(data: bytes) -> str:
    """How a text begins, to be shown in a refusal."""
    return data.lstrip()[:_SHOWN].split(b"\n")[0].decode(errors="replace").replace("\0", "�")
