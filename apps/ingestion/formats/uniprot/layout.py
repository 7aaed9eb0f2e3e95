"""Today's layout of a record, recognised by bytes; and the lines of a record in any layout.

A record in today's layout has its heading (ID to OH) in order and in one piece before the first
reference, and its keywords after PE. Lines of those codes elsewhere in it are strays, not heeded.
In any other layout they count wherever they are.
"""

import re
from dataclasses import dataclass

from apps.ingestion.formats.scanning import find
from apps.ingestion.formats.texts import decoded
from apps.ingestion.formats.uniprot.lines import Lines, by_code

_HEADING = re.compile(
    rb"ID   (\S{1,256}) +(Reviewed|Unreviewed); +(\d{1,9}) AA\.\n"
    rb"AC   ((?:[A-Z0-9]{1,32}; ?)+\n"
    rb"(?:AC   (?:[A-Z0-9]{1,32}; ?)+\n)*)"
    rb"DT   \d\d-[A-Z]{3}-\d{4}, integrated into [^\n]*\n"
    rb"DT   \d\d-[A-Z]{3}-\d{4}, sequence version (\d{1,9})\.\n"
    rb"DT   \d\d-[A-Z]{3}-\d{4}, entry version \d{1,9}\.\n"
    rb"DE   (RecName|SubName): Full=([^\n]*[^\s;]);\n"
    rb"((?:DE    *(?:(?:(?:RecName|AltName|SubName): )?"
    rb"(?:Full|Short|EC|Allergen|Biotech|CD_antigen|INN)="
    rb"|Contains:|Includes:|Flags:)[^\n]*\n)*)"
    rb"((?:GN   [^\n]*\n)*)"
    rb"((?:OS   [^\n]*\n)*OS   [^\n]*\.\n)"
    rb"(?:OG   [^\n]*\n)*"
    rb"(?:OC   [^\n]*\n)+"
    rb"OX   NCBI_TaxID=(\d{1,9})(?: \{[^{}\n]*\})?;\n"
    rb"(?:OH   [^\n]*\n)*"
    rb"(?=RN   )"
)
_ANOTHER = b"\nID   "
_PLACE_OF_EXISTENCE = b"\nPE   "
_EXISTENCE = re.compile(
    rb"\nPE   ([1-5]): [^\n]*\n((?:KW   [^\n]*[^.\n]\n)*KW   [^\n]*\.\n|)(?=FT|SQ)"
)
_SEQUENCE = re.compile(rb"\nSQ   SEQUENCE +(\d{1,9}) AA;[^\n]*\n")
_END = b"\n//\n"
_CONTROLS = bytes(code for code in range(32) if code != ord("\n"))
_OF_HEADING = ("AC", "DT", "DE", "GN", "OS", "OX")
_OF_EXISTENCE = ("PE", "KW")


@dataclass(frozen=True, slots=True)
class Layout:
    """A record in today's layout: its heading, its PE and KW lines, its SQ line."""

    heading: re.Match[bytes]
    existence: re.Match[bytes]
    sequence: re.Match[bytes]


def layout(text: bytes) -> Layout | None:
    """The layout of a record, if it is today's, plain and whole."""
    heading = _HEADING.match(text)
    if heading is None or not _is_plain(text):
        return None
    start = heading.end()
    sequence = _SEQUENCE.match(text, _stated(text, start, int(heading[3])))
    if sequence is None or int(sequence[1]) != int(heading[3]):
        return None
    place = find(text, _PLACE_OF_EXISTENCE, start, sequence.start())
    existence = _EXISTENCE.match(text, place) if place >= 0 else None
    if existence is None or _holds_controls(heading[0] + existence[0]):
        return None
    strays = _is_elsewhere(text, b"\nGN   ", heading[9]) or (
        _is_elsewhere(text, b"\nKW   ", existence[2])
    )
    return None if strays else Layout(heading, existence, sequence)


def lines_of(text: bytes) -> tuple[str, Lines]:
    """The record as one text, and the contents of its lines by their codes."""
    content = decoded(text)
    lines = by_code(content)
    found = layout(text)
    if found:
        _replace(lines, _OF_HEADING, content[: found.heading.end()])
        _replace(lines, _OF_EXISTENCE, content[slice(*found.existence.span())])
    return content, lines


def _replace(lines: Lines, codes: tuple[str, ...], part: str) -> None:
    own = by_code(part)
    for code in codes:
        lines.pop(code, None)
        if code in own:
            lines[code] = own[code]


def _is_plain(text: bytes) -> bool:
    """One whole record of ASCII and nothing else."""
    return (
        text.isascii()
        and b"\r" not in text
        and b"\0" not in text
        and text.endswith(_END)
        and find(text, _ANOTHER) < 0
    )


def _holds_controls(part: bytes) -> bool:
    """Whether a text takes characters for blanks that the bytes do not, or the other way round."""
    return len(part.translate(None, _CONTROLS)) != len(part)


def _is_elsewhere(text: bytes, code: bytes, found: bytes) -> bool:
    """Whether lines that may be missing, and are missing in their place, are in another."""
    return not found and find(text, code) >= 0


def _stated(text: bytes, start: int, length: int) -> int:
    """Where the SQ line begins: sequences are laid out so that it can be told from their length.

    They have 60 residues a line in six groups, each line indented by five blanks.
    """
    full, rest = divmod(length, 60)
    size = full * 71 + (6 + rest + (rest - 1) // 10 if rest else 0)
    place = text.rfind(b"\n", start, len(text) - len(_END) - size)
    return place if text.startswith(b"\nSQ   ", place) else text.rfind(b"\nSQ   ", start)
