"""ingest.*: a release taken in, the same again, and the next one, beside Biopython's bare parse.

The input is made of real Swiss-Prot records, grown to size: `--data` names the folder of real
files and `--tools` that of the programs which grow them. Each ingest is a process of its own, as
an operator starts it, from .gz; Biopython reads the plain file. Rounds take turns, and the median
counts. Memory is the peak of all processes of an ingest but PostgreSQL's; storage is what the
tables, its indexes and the store hold, without the write-ahead log.
"""

import argparse
import gzip
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.endurance.killing import Registry, registry

SHARED = Path(__file__).resolve().parents[3] / "shared"
MEGABYTE = 1_000_000
PARSE = """
import sys, time
from Bio import SwissProt
begun = time.perf_counter()
with open(sys.argv[1]) as lines:
    count = sum(1 for _ in SwissProt.parse(lines))
print(time.perf_counter() - begun)
"""
TARGETS = {"first": (1.2, 2.5), "same": (5.0, 8.0), "delta": (4.0, 6.5)}
WRITTEN = """
SELECT (SELECT count(*) FROM versions_version), (SELECT count(*) FROM biology_record),
       (SELECT count(*) FROM versions_membership),
       (SELECT count(*) FROM audit_auditlog WHERE action = 'ingest_member')
"""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Two releases of real records, plain and packed, and what changed between them."""

    plain: Path
    first: Path
    second: Path
    changed: int


@dataclass(slots=True)
class Found:
    """What was measured: seconds and peak bytes of every round."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    memory: list[int] = field(default_factory=list)
    written: list[float] = field(default_factory=list)
    growth: list[float] = field(default_factory=list)

    def note(self, what: str, seconds: float) -> None:
        """One more round of `what`."""
        self.seconds.setdefault(what, []).append(seconds)


def main() -> None:
    """Make the input, measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--big", type=int, default=0, metavar="MB", help="memory at this size too")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "swissprot")
    parser.add_argument("--tools", type=Path, default=SHARED / "tools")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = Found()
    with TemporaryDirectory(prefix="bdp-ingest-") as folder:
        inputs = make(options, Path(folder), options.mb)
        for _ in range(options.rounds):
            measure(inputs, found)
        big = peak_of(make(options, Path(folder), options.big)) if options.big else None
    told = figures(found, options.mb, big)
    sys.stdout.write(f"{json.dumps(told) if options.json else table(told)}\n")


def make(options: argparse.Namespace, folder: Path, size: int) -> Inputs:
    """Two releases of `size` megabytes, the second with 2 % changed."""
    pool, plain, changed = (folder / name for name in ("pool.dat", "first.dat", "second.dat"))
    run = [sys.executable]
    run_tool(run, options.tools / "make_pool.py", options.data, pool, "--mean", "6300")
    run_tool(run, options.tools / "make_scale.py", pool, plain, "--mb", str(size))
    told = json.loads(run_tool(run, options.tools / "make_delta.py", plain, changed))
    return Inputs(
        plain, packed(plain), packed(changed),
        sum(told[kind] for kind in ("annotated", "modified", "removed", "added")),
    )  # fmt: skip


def run_tool(run: list[str], *words: object) -> str:
    """What one of the programs that make releases prints."""
    done = subprocess.run(
        [*run, *map(str, words)], check=True, capture_output=True, text=True
    )  # fmt: skip
    return done.stdout


def packed(path: Path) -> Path:
    """The same file in gzip."""
    target = path.with_suffix(".dat.gz")
    with path.open("rb") as plain, gzip.open(target, "wb", compresslevel=6) as out:
        shutil.copyfileobj(plain, out, 1 << 20)
    return target


def measure(inputs: Inputs, found: Found) -> None:
    """One round: Biopython, then the three ingests into a new registry."""
    parsed = subprocess.run(
        [sys.executable, "-c", PARSE, str(inputs.plain)], check=True, capture_output=True, text=True
    )  # fmt: skip
    found.note("biopython", float(parsed.stdout))
    with registry() as made:
        seconds, peak = ingested(made, inputs.first, "2026_01")
        found.note("first", seconds)
        found.memory.append(peak)
        seconds, _ = ingested(made, inputs.first, "2026_02")
        found.note("same", seconds)
        size, rows = stored(made), counted(made)
        seconds, _ = ingested(made, inputs.second, "2026_03")
        found.note("delta", seconds)
        after = counted(made)
        most = max(now - then for now, then in zip(after, rows, strict=True))
        found.written.append(most / inputs.changed)
        found.growth.append(100 * (stored(made) / size - 1))


def peak_of(inputs: Inputs) -> int:
    """The peak memory of a first ingest."""
    with registry() as made:
        return ingested(made, inputs.first, "2026_01")[1]


def ingested(of: Registry, path: Path, release: str) -> tuple[float, int]:
    """The seconds of an ingest until it was committed, and the peak memory of its processes."""
    arguments = ("ingest", "uniprot", str(path), "--source", "uniprot/swissprot")
    with of.start(*arguments, "--release", release, "--json", stdout=subprocess.PIPE) as running:
        peak, answer = watched(running)
    told: dict[str, Any] = json.loads(answer.splitlines()[-1])
    if "error" in told:
        raise SystemExit(told["error"]["detail"])
    return float(told["seconds"]), peak


def watched(running: "subprocess.Popen[str]") -> tuple[int, str]:
    """The most memory that a process and its children held at once, in bytes; and what it said."""
    peak, ended = 0, False
    while not ended:
        peak = max(peak, sum(map(resident, family(running.pid))))
        time.sleep(0.02)
        ended = running.poll() is not None
    return peak, running.stdout.read() if running.stdout else ""


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [pid, *map(int, children.read_text().split())]
    except OSError:
        return []


def resident(pid: int) -> int:
    """The resident memory of a process, in bytes."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def stored(of: Registry) -> int:
    """The bytes of the database and of the store."""
    (database,) = of.asked("SELECT pg_database_size(current_database())")
    store = of.home / "store"
    return int(database) + sum(
        path.stat().st_size for path in store.rglob("*") if path.is_file()
    )  # fmt: skip


def counted(of: Registry) -> list[int]:
    """The rows of the tables that a release writes most to."""
    return [int(number) for number in of.asked(WRITTEN)[0].split("|")]


def figures(found: Found, size: int, big: int | None) -> dict[str, Any]:
    """The medians, and the ratios to Biopython's."""
    medians = {what: statistics.median(rounds) for what, rounds in found.seconds.items()}
    return {
        "mb": size,
        "cores": os.cpu_count(),
        "seconds": {what: round(seconds, 3) for what, seconds in medians.items()},
        "ratios": {what: round(medians["biopython"] / medians[what], 2) for what in TARGETS},
        "memory_mb": round(max(found.memory) / MEGABYTE),
        "memory_mb_big": None if big is None else round(big / MEGABYTE),
        "rows_for_each_change": round(statistics.median(found.written), 3),
        "storage_growth_percent": round(statistics.median(found.growth), 2),
    }


def table(told: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [f"{told['mb']} MB of records, {told['cores']} cores"]
    lines += [f"{'Biopython parses':>24}  {told['seconds']['biopython']:.2f} s"]
    for what, (good, aim) in TARGETS.items():
        ratio, seconds = told["ratios"][what], told["seconds"][what]
        lines.append(
            f"{'ingest.' + what:>24}  {seconds:.2f} s  {ratio:.2f} x ({good} good, {aim} aim)"
        )
    big = "" if told["memory_mb_big"] is None else f"; bigger input {told['memory_mb_big']} MB"
    lines.append(f"{'ingest.memory':>24}  {told['memory_mb']} MB{big}")
    lines.append(f"{'rows for each change':>24}  {told['rows_for_each_change']}")
    lines.append(f"{'ingest.storage':>24}  {told['storage_growth_percent']:+.2f} %")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
