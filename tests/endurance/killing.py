"""Kill an ingest, or PostgreSQL under it, at random moments: never a part of a release, always
success afterwards.

Run `python -m tests.endurance.killing [--times 20] [--records 4000] [--seed 1]`. It works on a
registry of its own in a temporary folder, and ends with status 1 if anything was left that should
not be, or missing that should be there.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry under a home of its own."""

    home: Path

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run one operator command to its end."""
        return subprocess.run(
            self._command(*arguments), cwd=ROOT, env=self._environment, capture_output=True,
            text=True, check=False, timeout=LIMIT,
        )  # fmt: skip

    def start(self, *arguments: str, stdout: int = subprocess.DEVNULL) -> "subprocess.Popen[str]":
        """Start one operator command; unless it is asked for, what it prints is lost."""
        return subprocess.Popen(
            self._command(*arguments), cwd=ROOT, env=self._environment, text=True,
            stdout=stdout, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def told(self, *arguments: str) -> Any:
        """What a command prints with --json."""
        done = self.manage(*arguments, "--json")
        return json.loads(done.stdout.splitlines()[-1])

    def asked(self, statement: str) -> list[str]:
        """The lines that psql prints for a statement."""
        done = self.manage("database", "psql", "--", "-XAtc", statement)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.split()

    @property
    def _environment(self) -> dict[str, str]:
        ours = ("DATABASE_URL", "DATABASE_OWNER_URL", "REPLICA_URL")
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        return {**kept, "BDP_HOME": str(self.home), "BDP_ADMIN_PASSWORD": "not needed here"}

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "manage.py", *arguments]


@contextmanager
def registry() -> Iterator[Registry]:
    """A new registry with its catalogue; its server ends with the block."""
    with TemporaryDirectory(prefix="bdp-killing-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own account must reach it
        made = Registry(Path(folder) / "home")
        done = made.manage("quickstart", "--no-serve")
        if done.returncode:
            raise RuntimeError(done.stderr)
        made.manage("database", "start")
        try:
            yield made
        finally:
            made.manage("database", "stop")


def write_releases(folder: Path, records: int, chance: random.Random) -> tuple[Path, Path]:
    """Two releases, the second with every tenth record changed."""
    from tests.records import record

    first, second = folder / "first.dat", folder / "second.dat"
    with first.open("wb") as one, second.open("wb") as two:
        for number in range(records):
            accession = f"Q{number:05d}"
            sequence = "M" + "".join(chance.choices("ACDEFGHIKLMNPQRSTVWY", k=300))
            one.write(record(accession, sequence=sequence))
            changed = sequence + "W" if number % 10 == 0 else sequence
            two.write(record(accession, sequence=changed))
    return first, second


VISIBLE = """
SELECT (SELECT count(*) FROM versions_release), (SELECT count(*) FROM versions_membership),
       (SELECT count(*) FROM biology_record), (SELECT count(*) FROM biology_protein),
       (SELECT count(*) FROM sources_source), (SELECT count(*) FROM versions_version),
       (SELECT count(*) FROM audit_auditlog), (SELECT count(*) FROM events_event)
"""


# The newest release of this source (the sample proteins have one of their own) is there with all
# its members, and one trail row for each that any of them touched.
WHOLE = """
SELECT release.sealed
       AND release.members = (SELECT count(*) FROM versions_membership AS span
                               WHERE span.releases_id = release.source_id AND until IS NULL)
       AND (SELECT count(*) FROM audit_auditlog
             WHERE action = 'ingest_member' AND metadata->>'release' LIKE 'uniprot/swissprot@%')
           = (SELECT count(*) FROM versions_membership AS span
               WHERE span.releases_id = release.source_id)
  FROM versions_release AS release JOIN sources_source AS source ON source.id = release.source_id
 WHERE source.slug = 'swissprot' ORDER BY ordinal DESC LIMIT 1
"""
TOO_LATE = "after it had committed"


def kill_once(of: Registry, release: str, path: Path, chance: random.Random, within: float) -> str:
    """Kill one ingest somewhere in its life; returns what was killed. Raises if a trace stayed."""
    before = of.asked(VISIBLE)
    running = ingesting(of, release, path)
    time.sleep(chance.uniform(0.0, within))
    victim = chance.choice(["the ingester", "the ingester", "PostgreSQL"])
    if victim == "PostgreSQL":
        os.kill(of.told("database", "status")["pid"], signal.SIGKILL)
        running.wait(LIMIT)
        of.manage("database", "start")
    else:
        running.kill()
        running.wait()
    time.sleep(0.3)
    after = of.asked(VISIBLE)
    if after != before and of.asked(WHOLE) != ["t"]:
        raise AssertionError(f"{victim} was killed, and left {before} as {after}")
    return victim if after == before else f"{victim}, {TOO_LATE}"


def ingesting(of: Registry, release: str, path: Path) -> "subprocess.Popen[str]":
    """An ingest that has just been started."""
    return of.start(
        "ingest", "uniprot", str(path), "--source", "uniprot/swissprot", "--release", release
    )  # fmt: skip


def complete(of: Registry, release: str, path: Path) -> dict[str, Any]:
    """The same ingest left alone: it must succeed at once."""
    answer: dict[str, Any] = of.told(
        "ingest", "uniprot", str(path), "--source", "uniprot/swissprot", "--release", release
    )  # fmt: skip
    if "error" in answer:
        raise AssertionError(f"after the killing: {answer['error']}")
    return answer


def main() -> None:
    """Kill, look, repeat; then let it succeed, and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--records", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with registry() as made, TemporaryDirectory() as folder:
        first, second = write_releases(Path(folder), options.records, chance)
        # each attempt brings something: another release, and what the last one held differs
        within, held = 2.5, 0
        for number in range(1, options.times + 1):
            release, path = f"2026_{number:02}", (first, second)[held % 2]
            killed = kill_once(made, release, path, chance, within)
            print(f"{release}: killed {killed}", flush=True)
            too_late = killed.endswith(TOO_LATE)
            within, held = (within * 0.7, held + 1) if too_late else (within * 1.1, held)
        report = complete(made, f"2026_{options.times + 1:02}", (first, second)[held % 2])
        print("then:", {key: report[key] for key in ("read", "added", "changed", "unchanged")})
        if made.asked(WHOLE) != ["t"] or report["read"] != options.records:
            raise AssertionError(f"the last release is not whole: {report}")
    print("Nothing was ever half there.")


if __name__ == "__main__":
    main()
