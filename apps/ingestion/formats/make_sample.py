"""Makes `samples/proteins.dat` anew: the plain facts of some proteins of a publisher's flat files.

`python -m apps.ingestion.formats.make_sample OUT.dat FILE… --only HBA_HUMAN,HBB_HUMAN`
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from apps.biology.records import Protein
from apps.ingestion.formats import Refused
from apps.ingestion.formats.reading import opened
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.formats.uniprot.writing import written

UNIPROT = FORMATS["uniprot"]
STATED = re.compile(rb"^SQ +SEQUENCE +(\d+) AA; +\d+ MW; +([0-9A-F]{16}) CRC64;", re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the sample, by entry name; 1 if a protein is missing or not what its record says."""
    parser = argparse.ArgumentParser(prog="make_sample", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("file", type=Path, nargs="+")
    parser.add_argument("--only", type=lambda text: set(text.split(",")), required=True)
    asked = parser.parse_args(arguments)
    found = {
        str(protein.entry_name): (protein, text)
        for path in asked.file
        for protein, text in _proteins(path)
        if protein.entry_name in asked.only
    }
    wrong = sorted(asked.only - set(found))
    wrong += sorted(name for name, (protein, text) in found.items() if not _agrees(protein, text))
    if wrong:
        sys.stderr.write(f"missing, or unlike the checksum in the file: {', '.join(wrong)}\n")
        return 1
    asked.out.write_bytes(b"".join(written(found[name][0]) for name in sorted(found)))
    return 0


def _proteins(path: Path) -> Iterator[tuple[Protein, bytes]]:
    with opened(path) as stream:
        for line, text in UNIPROT.records(stream):
            if not isinstance(UNIPROT.read(line, text), Refused):
                yield UNIPROT.parse(text), text


def _agrees(protein: Protein, text: bytes) -> bool:
    """Length and CRC64 of the sequence are those that its publisher states."""
    if (stated := STATED.search(text)) is None:
        return False
    return (int(stated[1]), stated[2].decode()) == (protein.length, protein.crc64)


if __name__ == "__main__":
    sys.exit(main())
