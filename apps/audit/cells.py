"""Cells of CSV that no spreadsheet takes for a formula, and from which nothing is lost.

What a spreadsheet might calculate gets an apostrophe before it, and so does what begins with one:
whoever takes one apostrophe off wherever a cell begins so has the value again.
See https://owasp.org/www-community/attacks/CSV_Injection.
"""

import csv
from collections.abc import Iterable

SHIELD = "'"
SHIELDED = ("=", "+", "-", "@", "\t", "\r", "\n", SHIELD)


class _Line:
    """Where the CSV writer leaves its line."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


_writer = csv.writer(_Line())


def cell(text: str) -> str:
    """A text as a cell that is only read."""
    return SHIELD + text if text.startswith(SHIELDED) else text


def value_of(text: str) -> str:
    """The text that a cell stands for."""
    return text.removeprefix(SHIELD)


def line(texts: Iterable[str]) -> str:
    """A line of CSV (RFC 4180), of cells."""
    told: str = _writer.writerow([cell(text) for text in texts])
    return told
