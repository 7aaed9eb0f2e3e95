"""In which forms a record can be had: as its publisher wrote it, and as what is made of that.

How a record is read is told by the formats, which are above.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

from apps.biology.records import Protein
from apps.core.providers import Provider
from apps.core.rendering import dumps
from apps.files.dtos import Derived

MADE = ("fasta", "json")

parsing: Provider[Callable[[str, bytes], Protein]] = Provider("how a record is taken apart")
as_fasta: Provider[Callable[[str, bytes], bytes]] = Provider("how a record is written as FASTA")


def forms(kept: str) -> tuple[str, ...]:
    """The formats in which a record that is kept in the format `kept` can be had."""
    return tuple(dict.fromkeys((kept, *MADE)))


def contents(kept: str, text: bytes, wanted: Sequence[str]) -> tuple[bytes, ...]:
    """A record in each of the wanted formats."""
    return tuple(_written(kept, text, form) for form in wanted)


def derived(kept: str, text: bytes) -> tuple[Derived, ...]:
    """What the files of a record are, in all its formats."""
    made = zip(all_of_them := forms(kept), contents(kept, text, all_of_them), strict=True)
    return tuple(
        Derived(format=form, size_bytes=len(content), sha256=sha256(content).hexdigest())
        for form, content in made
    )


def _written(kept: str, text: bytes, form: str) -> bytes:
    if form == kept:
        return text
    return as_fasta.ask(kept, text) if form == "fasta" else dumps(parsing.ask(kept, text))
