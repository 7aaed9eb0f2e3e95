"""However long a file is, reading it takes the same memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingestion.fetching.publisher import Publisher, Repeated
from tests.ingestion.fetching.tree import archive

PROJECT = Path(__file__).resolve().parents[3]
MIB = 1 << 20
READ = """
import sys
from apps.ingestion.fetching import Patience, Web, opened
with Web(patience=Patience(first_wait=0.01)) as web:
    with opened(sys.argv[1], web=web, member=sys.argv[2] or None) as stream:
        size = sum(len(chunk) for chunk in iter(lambda: stream.read(100_000), b""))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(size, int(peak.split()[1]) * 1024)
"""

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the peak")


def read_elsewhere(address: str, member: str = "") -> tuple[int, int]:
    """In a process of its own: the bytes that came, and its peak of memory in bytes."""
    ran = subprocess.run(
        [sys.executable, "-c", READ, address, member],
        cwd=PROJECT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    size, peak = ran.stdout.split()
    return int(size), int(peak)


@on_linux
def test_two_hundred_megabytes_take_no_more_memory_than_two(publisher: Publisher) -> None:
    block = bytes(range(256)) * (MIB // 256)
    small = publisher.serve("/small", Repeated(block, 2))
    large = publisher.serve("/large", Repeated(block, 200), cut_after=30_000_001)
    assert read_elsewhere(small)[0] == 2 * MIB
    size, peak = read_elsewhere(large)
    assert size == 200 * MIB
    assert len(publisher.asked_for("/large")) == 7
    assert peak - read_elsewhere(small)[1] < 8 * MIB


@on_linux
def test_a_member_of_a_long_archive_takes_no_more_memory_than_a_short_one(
    publisher: Publisher,
) -> None:
    def put(path: str, mebibytes: int) -> str:
        files = {"README": b"", "a.dat": bytes(mebibytes * MIB)}
        return publisher.serve(path, archive(files))

    small, large = put("/small.tar.gz", 2), put("/large.tar.gz", 100)
    assert read_elsewhere(large, "a.dat")[0] == 100 * MIB
    peaks = [read_elsewhere(address, "a.dat")[1] for address in (small, large)]
    assert peaks[1] - peaks[0] < 8 * MIB
