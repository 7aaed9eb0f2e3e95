"""Ingests as an operator runs them: to their end and measured, or held at a pipe."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx

from tests.records import SEQUENCE, record
from tests.walkthroughs.conftest import ROOT, Registry

MIB = 1 << 20


def many(count: int, first: str = "Q") -> bytes:
    """So many records that the reading side hands over what it has."""
    return b"".join(
        record(f"{first}{number:05}", sequence=SEQUENCE * 20 + "MAG"[: number % 4])
        for number in range(count)
    )


@dataclass(frozen=True)
class Ended:
    """How an ingest ended, how long it took, and the most memory that it had at once."""

    status: int
    out: str
    err: str
    seconds: float
    peak: int

    @property
    def told(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out.splitlines()[-1])

    @property
    def refusal(self) -> tuple[str, str]:
        """The code, and the one sentence that both people and programs were told."""
        sentences = [line for line in self.err.splitlines() if not line.startswith("{")]
        assert self.status == 1, (self.out, self.err)
        assert sentences == [self.told["error"]["detail"]], self.err
        return self.told["error"]["code"], sentences[0]


def ingest(registry: Registry, *paths: object, release: str, **how: Any) -> Ended:
    """Run an ingest into uniprot/swissprot to its end, or as `source=`, `more=` say."""
    begun = monotonic()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        running = subprocess.Popen(
            _command(*paths, release=release, **how), cwd=ROOT, env=registry.environment,
            stdin=how.get("stdin", subprocess.DEVNULL), stdout=out, stderr=err,
        )  # fmt: skip
        peak = 0
        while running.poll() is None:
            peak = max(peak, _most_held_by(running.pid))
            sleep(0.02)
        for stream in (out, err):
            stream.seek(0)
        return Ended(running.returncode, out.read(), err.read(), monotonic() - begun, peak)


def _most_held_by(pid: int) -> int:
    """The peak memory of a process so far, in bytes; what its parent holds is not counted."""
    with suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) * 1024 if found else 0
    return 0


@contextmanager
def held(registry: Registry, first: bytes, *, release: str) -> Iterator["subprocess.Popen[bytes]"]:
    """An ingest that has read `first` from its standard input and waits for more."""
    with subprocess.Popen(
        _command("-", release=release), cwd=ROOT, env=registry.environment, bufsize=0,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdin is not None
        for at in range(0, len(first), MIB):
            running.stdin.write(first[at : at + MIB])
        try:
            yield running
        finally:
            running.kill()


def job(registry: Registry, release: str, *, after: int = -1) -> Any:
    """The newest job of a release, as everybody sees it, once it read more records than `after`."""
    end = monotonic() + 20
    while monotonic() < end:
        listed = httpx.get(f"{registry.address}/api/v1/jobs").json()["results"]
        mine = [each for each in listed if each["subject_label"].endswith(f"@{release}")]
        if mine and mine[0]["records"] > after:
            return mine[0]
        sleep(0.1)
    raise AssertionError(f"no job of {release} with more than {after} records")


def _command(*paths: object, release: str, **how: Any) -> list[str]:
    source = how.get("source", "uniprot/swissprot")
    return [
        sys.executable, "manage.py", "ingest", how.get("form", "uniprot"), *map(str, paths),
        "--source", source, "--release", release, "--json", *how.get("more", ()),
    ]  # fmt: skip
