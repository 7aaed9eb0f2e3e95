"""DR lines: `DATABASE; ID; FIELD; FIELD. [ISOFORM]`."""

import re
from collections.abc import Iterator

from apps.biology.records import CrossReference
from apps.ingestion.formats.uniprot.lines import without_evidence

_ISOFORM = re.compile(r"\.\s*\[([^\[\]]+)\]$")


def cross_references(lines: list[str]) -> Iterator[CrossReference]:
    """One for each line that names a database and a record."""
    for line in lines:
        text, isoform = without_evidence(line), None
        if text.endswith("]") and (found := _ISOFORM.search(text)):
            text, isoform = text[: found.start()], found[1]
        database, _, rest = text.removesuffix(".").partition("; ")
        if rest:
            first, *fields = rest.split("; ")
            yield CrossReference(database, first, tuple(fields), isoform)
