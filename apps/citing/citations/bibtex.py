"""BibTeX, as `bibtex`, `biber` and reference managers read it.

BibTeX itself counts braces, escaped or not, so a text is written without a single one of its own:
by commands. What LaTeX would take for a command, a comment or a ligature is kept from it. Letters
beyond ASCII stay as they are: UTF-8 is LaTeX's own encoding since 2018.
"""

from collections.abc import Iterator

from apps.citing.citations.texts import notes, one_line
from apps.citing.dtos import Bibliography, Work

COMMANDS = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\ensuremath{\lbrace}", "}": r"\ensuremath{\rbrace}",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
        "<": r"\ensuremath{<}", ">": r"\ensuremath{>}", "|": r"\ensuremath{\vert}",
    }
)  # fmt: skip
LIGATURES = ("--", "''", "``", "!`", "?`")


def write(told: Bibliography) -> str:
    """An entry of the type `misc`, which every reader knows, for each work."""
    return "\n".join(_entry(work, told) for work in told.works)


def escaped(text: str) -> str:
    """A text as LaTeX sets it, between braces of its own."""
    written = one_line(text).translate(COMMANDS)
    for pair in LIGATURES:
        while pair in written:
            written = written.replace(pair, f"{pair[0]}{{}}{pair[1]}")
    return written


def _entry(work: Work, told: Bibliography) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(work, told))
    return f"@misc{{{work.key},\n{fields}}}\n"


def _fields(work: Work, told: Bibliography) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{escaped(work.title)}}}"  # no style shall change its case
    yield "author", f"{{{escaped(work.publisher)}}}"  # an organization has no first name
    yield "year", f"{work.effective_date.year:04}"
    yield "date", work.effective_date.isoformat()
    yield "howpublished", "Computer software" if work.is_software else "Data set"
    yield "version", escaped(work.edition)
    yield "url", work.url
    if told.accessed:
        yield "urldate", told.accessed.isoformat()
    yield "note", escaped(" ".join(notes(work)))
