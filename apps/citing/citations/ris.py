"""RIS, as EndNote, Zotero and Mendeley read it: a tag, two blanks, a hyphen, a blank, a value.

The form knows no escapes, and needs none once a value is one line.
"""

from collections.abc import Iterator

from apps.citing.citations.texts import notes, one_line
from apps.citing.dtos import Bibliography, Work

END_OF_LINE = "\r\n"


def write(told: Bibliography) -> str:
    """A record for each work."""
    return "".join(_record(work, told) for work in told.works)


def _record(work: Work, told: Bibliography) -> str:
    lines = [f"{tag}  - {one_line(value)}" for tag, value in _fields(work, told)]
    return END_OF_LINE.join([*lines, "ER  - ", ""])


def _fields(work: Work, told: Bibliography) -> Iterator[tuple[str, str]]:
    yield "TY", "COMP" if work.is_software else "DATA"
    yield "ID", work.key
    yield "TI", work.title
    yield "AU", work.publisher
    yield "PB", work.publisher
    yield "PY", f"{work.effective_date.year:04}"
    yield "DA", f"{work.effective_date:%Y/%m/%d}"
    yield "ET", work.edition
    yield "UR", work.url
    if told.accessed:
        yield "Y2", f"{told.accessed:%Y/%m/%d}"
    for note in notes(work):
        yield "N1", note
