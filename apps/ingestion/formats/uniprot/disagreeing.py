"""What a record states of its sequence, beside what can be computed of it."""

import re
from collections.abc import Iterator

from apps.ingestion.formats import checks

_STATED = re.compile(rb"(\d{1,12}) MW;(?:\s*([0-9A-Fa-f]{16}) CRC64)?")


def disagreements(text: bytes, sequence: bytes) -> tuple[str, ...]:
    """A sentence for each; a record is taken all the same.

    CRC32, which records had before 2000, is not looked at.
    """
    start = text.rfind(b"\nSQ   ")
    stated = _STATED.search(text, start, text.find(b"\n", start + 1)) if start >= 0 else None
    return tuple(_disagreements(stated, sequence)) if stated else ()


def _disagreements(stated: re.Match[bytes], sequence: bytes) -> Iterator[str]:
    mass, crc64 = checks.mass(sequence), checks.crc64(sequence)
    if int(stated[1]) != mass:
        yield f"It states a mass of {int(stated[1])} Da; its sequence has {mass}."
    if stated[2] and stated[2].decode().upper() != crc64:
        yield f"It states CRC64 {stated[2].decode()}; that of its sequence is {crc64}."
