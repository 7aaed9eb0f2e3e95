"""Texts and numbers as every format has them, with the bounds that a record must keep."""

from apps.ingestion.formats.entries import Malformed

HIGHEST = 2**31 - 1
LONGEST = 16 << 20

_SHOWN = 40


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
