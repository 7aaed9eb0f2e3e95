"""Records with something wrong in them, and what must hold of however wrong a record.

`python -m tests.ingestion.formats.mutating FILE… --count 100000` tries as many as you like.
"""

import argparse
import io
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from apps.biology.records import Protein
from apps.ingestion.formats import Entry, Format, Refused, Unreadable
from apps.ingestion.formats.entries import entry_of
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.formats.uniprot.layout import layout

Chance = random.Random

_CODES = b"ID AC DT DE GN OS OG OC OX OH RN RP RC RX RG RA RT RL CC DR PE KW FT SQ // **".split()
_SHORTEST = 50
_SLOW = 2.0  # seconds for one record

# fields that rest on the lines of these codes and on nothing else
_OF_CODES: dict[str, Callable[[Protein], Any]] = {
    "DE": lambda protein: (protein.names, protein.ec_numbers, protein.flags),
    "GN": lambda protein: protein.genes,
    "OS": lambda protein: protein.organism.name,
    "OC": lambda protein: protein.organism.lineage,
    "OX": lambda protein: protein.taxids,
    "OH": lambda protein: protein.hosts,
    "PE": lambda protein: protein.protein_existence,
    "KW": lambda protein: protein.keywords,
    "DT": lambda protein: (protein.dates, protein.sequence_version, protein.entry_version),
    "DR": lambda protein: protein.cross_references,
    "FT": lambda protein: protein.features,
    "CC": lambda protein: protein.comments,
}


def mutated(record: bytes, chance: Chance) -> bytes:
    """The record with one to three things wrong."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        if len(record) > _SHORTEST:
            record = chance.choice(_WAYS)(record, chance)
    return record


def faults(format_: Format, before: bytes, record: bytes, wrong: bytes, after: bytes) -> list[str]:
    """What does not hold when `wrong`, once `record`, stands between two good records."""
    content = before + wrong + after
    started = time.perf_counter()
    try:
        found = list(format_.entries(io.BytesIO(content)))
    except Unreadable:
        return []
    return [
        *(["it took too long"] if time.perf_counter() - started > _SLOW else []),
        *_lost(content, found),
        *_harmed(format_, before, found),
        *(fault for each in found if isinstance(each, Entry) for fault in _misread(format_, each)),
        *_changed(format_, record, wrong, found),
    ]


def _harmed(format_: Format, before: bytes, found: list[Entry | Refused]) -> list[str]:
    """FASTA has no end of a record: what lost its beginning belongs to the record before."""
    if format_.file == "fasta" or (found and found[0].text == before):
        return []
    return ["the record before is not read"]


def _lost(content: bytes, found: Iterable[Entry | Refused]) -> Iterator[str]:
    place = 0
    for each in found:
        start = content.find(each.text, place)
        if start < 0:
            yield f"the bytes of the record at line {each.line} are not those of the input"
            return
        if each.line != content.count(b"\n", 0, start) + 1:
            yield f"line {each.line} is not where the record begins"
        place = start + len(each.text)


def _misread(format_: Format, entry: Entry) -> Iterator[str]:
    try:
        protein = format_.parse(entry.text)
    except Exception as error:  # noqa: BLE001  # nothing at all may be raised
        yield f"{entry.accession} is taken but cannot be taken apart: {error!r}"
    else:
        if entry_of(protein, entry.text, entry.line) != entry:
            yield f"{entry.accession} is indexed otherwise than it is taken apart"
        if len(protein.sequence) != protein.length:
            yield f"{entry.accession} has another length than its sequence"


def _changed(
    format_: Format, record: bytes, wrong: bytes, found: Iterable[Entry | Refused]
) -> Iterator[str]:
    """Fields that are read otherwise although none of their lines was touched."""
    taken = next((each for each in found if isinstance(each, Entry) and each.text == wrong), None)
    if taken is None or format_ is not FORMATS["uniprot"]:
        return
    was, is_ = format_.parse(record), format_.parse(wrong)
    strays = layout(wrong) is not None  # in a record in order, lines out of place are not heeded
    for code, fields in _OF_CODES.items():
        lines, kept = _of_code(record, code.encode()), _of_code(wrong, code.encode())
        if strays and list(map(len, lines)) != list(map(len, kept)):
            continue
        if list(chain(*lines)) == list(chain(*kept)) and fields(was) != fields(is_):
            yield f"{taken.accession} is read otherwise in {code}, which is as it was"


def _of_code(record: bytes, code: bytes) -> list[list[bytes]]:
    """The lines of a code, in blocks as they stand together."""
    blocks = groupby(record.split(b"\n"), lambda line: line.startswith(code))
    return [list(lines) for own, lines in blocks if own]


def _byte(record: bytes, chance: Chance) -> bytes:
    place = chance.randrange(len(record))
    return record[:place] + bytes([chance.randrange(256)]) + record[place + 1 :]


def _dropped(record: bytes, chance: Chance) -> bytes:
    lines = record.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    return b"".join(lines[:start] + lines[start + chance.choice((1, 1, 1, 2, 5)) :])


def _repeated(record: bytes, chance: Chance) -> bytes:
    lines = record.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    return b"".join(lines[: start + 1] + lines[start:])


def _moved(record: bytes, chance: Chance) -> bytes:
    lines = record.splitlines(keepends=True)
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return b"".join(lines)


def _cut_off(record: bytes, chance: Chance) -> bytes:
    return record[: chance.randrange(1, len(record))]


def _cut_out(record: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(record))
    return record[:start] + record[start + chance.randrange(1, 200) :]


def _other_code(record: bytes, chance: Chance) -> bytes:
    lines = record.splitlines(keepends=True)
    place = chance.randrange(len(lines))
    lines[place] = chance.choice(_CODES) + lines[place][2:]
    return b"".join(lines)


def _other_ends(record: bytes, chance: Chance) -> bytes:
    return record.replace(b"\n", chance.choice((b"\r\n", b"\n\n", b" \n")))


def _brackets(record: bytes, chance: Chance) -> bytes:
    place = chance.randrange(len(record))
    text = chance.choice(
        (b"{", b"}", b"(" * 99, b'"', b";", b"=", b"; ", b"{ECO:1}", b"-\n", b"\0")
    )
    return record[:place] + text + record[place:]


_WAYS: tuple[Callable[[bytes, Chance], bytes], ...] = (
    _byte,
    _byte,
    _dropped,
    _repeated,
    _moved,
    _cut_off,
    _cut_out,
    _other_code,
    _other_ends,
    _brackets,
)


def _records(format_: Format, files: Iterable[Path]) -> list[bytes]:
    found = []
    for path in files:
        with path.open("rb") as stream:
            found += [each.text for each in format_.entries(stream) if len(each.text) < 30_000]
    return [text if text.endswith(b"\n") else text + b"\n" for text in found]


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--format", choices=sorted(FORMATS), default="uniprot")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    format_, chance = FORMATS[options.format], random.Random(options.seed)
    records = _records(format_, options.files)
    told: Counter[str] = Counter()
    for number in range(options.count):
        record = chance.choice(records)
        wrong = mutated(record, chance)
        for fault in faults(format_, records[0], record, wrong, records[-1]):
            told[fault.partition(" ")[2]] += 1
            if sum(told.values()) <= 20:
                Path(f"fault-{number}.dat").write_bytes(wrong)
                sys.stdout.write(f"{number}: {fault}\n")
    sys.stdout.write(f"{options.count} records, {sum(told.values())} faults\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(_main())
