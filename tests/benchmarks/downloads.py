"""download.*: a whole release as files, from the real server: made, sent, sent again, and a part.

The input is that of `ingest`: `--data` and `--tools` name where it is grown from. What is told is
MB/s of the file sent, the time until a part at its end begins, and the server's memory.
"""

import argparse
import hashlib
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.ingest import MEGABYTE, SHARED, make
from tests.endurance.files import Server, serving
from tests.endurance.killing import complete, registry

RELEASE = "sources/uniprot/swissprot/versions/2026_01/files"


def main() -> None:
    """Ingest, fetch, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=150)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "swissprot")
    parser.add_argument("--tools", type=Path, default=SHARED / "tools")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="bdp-downloads-") as name, registry() as made:
        folder = Path(name)
        inputs = make(options, folder, options.mb)
        begun = time.monotonic()
        report = complete(made, "2026_01", inputs.plain)
        tell(f"{'ingest':>24}: {report['seconds']:.1f} s, {time.monotonic() - begun:.1f} s in all")
        with serving(made) as server:
            rest = server.peak()
            for form in ("dat", "fasta"):
                for what in ("first", "again"):
                    size, seconds = fetched(server, form, folder / form)
                    rate = size / MEGABYTE / seconds
                    tell(f"{form + ' ' + what:>24}: {rate:,.0f} MB/s, {size / MEGABYTE:,.0f} MB")
            same = sha256(folder / "dat") == sha256(inputs.plain)
            tell(f"{'dat is the input':>24}: {same}")
            begun = time.monotonic()
            server.curl("-f", "-r", "-1000", "-o", str(folder / "end"), path=f"{RELEASE}/dat")
            tell(f"{'its end':>24}: {(time.monotonic() - begun) * 1000:,.0f} ms")
            tell(f"{'memory':>24}: {rest / MEGABYTE:,.0f} MB, {server.peak() / MEGABYTE:,.0f} MB")


def fetched(server: Server, form: str, path: Path) -> tuple[int, float]:
    """How many bytes came, in how many seconds."""
    begun = time.monotonic()
    done = server.curl("-f", "-o", str(path), path=f"{RELEASE}/{form}")
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, done.args, done.stdout, done.stderr)
    return path.stat().st_size, time.monotonic() - begun


def tell(line: str) -> None:
    """Show what was measured."""
    sys.stdout.write(f"{line}\n")


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
