"""Upload and download a file larger than memory should hold, and kill both ends on the way.

Run `python -m tests.endurance.files [--size 2000]` (in MB). It works on a registry of its own in a
temporary folder, with the real web server, curl and sha256sum, and ends with status 1 if the
server's memory grew with the file, or anything was left that should not be.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.endurance.killing import LIMIT, Registry, registry

MEGABYTE = 1_000_000
GROWTH = 60 * MEGABYTE  # what a server may need more than one that has done nothing yet
VERSION = "sources/uniprot/big/versions/1.0.0"
HELD = "SELECT count(*) FROM files_file"


@dataclass(frozen=True, slots=True)
class Server:
    """The web server of a registry, and somebody who may write."""

    base: str
    token: str
    process: "subprocess.Popen[str]"

    def curl(self, *arguments: str, path: str = VERSION) -> "subprocess.CompletedProcess[str]":
        """What curl says of a request; `-f` makes a refusal a failure."""
        return subprocess.run(self._curl(*arguments, path=path), check=False, **_CAPTURED)

    def begin(self, *arguments: str, path: str) -> "subprocess.Popen[str]":
        """A request under way."""
        return subprocess.Popen(self._curl(*arguments, path=path), **_UNHEARD)

    def told(self, *arguments: str, path: str = VERSION) -> Any:
        """The JSON that comes back. Raises where curl fails."""
        done = self.curl("-f", *arguments, path=path)
        if done.returncode:
            raise AssertionError(f"{path}: {done.stdout} {done.stderr}")
        return json.loads(done.stdout)

    def peak(self) -> int:
        """The most memory that one of the server's processes has had so far, in bytes."""
        return max(_peak(pid) for pid in (self.process.pid, *_children(self.process.pid)))

    def _curl(self, *arguments: str, path: str) -> list[str]:
        sent = ["-H", f"Authorization: Bearer {self.token}"]
        return ["curl", "-sS", *sent, *arguments, f"{self.base}/{path}"]


_CAPTURED: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 1800}
_UNHEARD: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@contextmanager
def serving(of: Registry) -> Iterator[Server]:
    """The registry's web server, with one process that answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = of.start("serve", "--port", str(port), "--workers", "1", stdout=subprocess.PIPE)
    try:
        assert process.stdout
        while "Serving on" not in (line := process.stdout.readline()):
            assert line, "the server did not start"
        token = of.manage("create_token", "admin", "--scope", "admin").stdout.strip()
        yield Server(f"http://127.0.0.1:{port}/api/v1", token, process)
    finally:
        process.terminate()
        process.communicate(timeout=LIMIT)


def write_file(path: Path, size: int) -> str:
    """Write a file of chance of this size; returns its Content-Digest."""
    digest, chance = hashlib.sha256(), random.Random(size)
    with path.open("wb") as file:
        while size > 0:
            block = chance.randbytes(min(size, 1 << 22))
            file.write(block)
            digest.update(block)
            size -= len(block)
    return f"sha-256=:{b64encode(digest.digest()).decode()}:"


def begin_draft(server: Server) -> None:
    """A source with a draft that has no file yet."""
    source = {"organization": "uniprot", "slug": "big", "name": "Big", "source_type": "database"}
    server.told(*_json(source), path="sources")
    server.told(*_json({}), path="sources/uniprot/big/versions")


def send(server: Server, path: Path, digest: str, form: str, *more: str) -> dict[str, Any]:
    """Upload a file as curl does."""
    told: dict[str, Any] = server.told(
        "-T", str(path), "-H", f"Content-Digest: {digest}", *more, path=f"{VERSION}/files/{form}"
    )
    return told


def fetch_in_two_goes(server: Server, path: Path, size: int) -> None:
    """Download with curl, cut it off, and let curl go on where it stopped."""
    address = f"{VERSION}/files/dat"
    whole = server.begin("-o", str(path), "--limit-rate", str(size // 10 + 1), path=address)
    while not path.exists() or path.stat().st_size < size // 20:
        time.sleep(0.05)
    whole.kill()
    whole.wait()
    held = path.stat().st_size
    assert 0 < held < size
    done = server.curl("-f", "-C", "-", "-o", str(path), "-w", "%{http_code}", path=address)
    assert done.stdout == "206", done


def check_sums(server: Server, folder: Path) -> str:
    """What sha256sum says of the files as they were downloaded."""
    sums = server.curl("-f", path=f"{VERSION}/SHA256SUMS").stdout
    (folder / "SHA256SUMS").write_text(sums)
    done = subprocess.run(
        ["sha256sum", "--ignore-missing", "-c", "SHA256SUMS"], cwd=folder, check=True, **_CAPTURED
    )
    return str(done.stdout)


def kill_the_client(server: Server, path: Path) -> None:
    """Begin an upload, and go away in its midst."""
    upload = server.begin(
        "-T", str(path), "--limit-rate", str(path.stat().st_size // 20), path=f"{VERSION}/files/tar"
    )
    time.sleep(0.4)
    assert upload.poll() is None, "the upload was over before anybody went away"
    upload.kill()
    upload.wait()


def kill_the_server(server: Server, path: Path) -> None:
    """Begin an upload to another draft, and kill every process that answers."""
    server.told(*_json({"version": "1.1.0"}), path="sources/uniprot/big/versions")
    upload = server.begin(
        "-T", str(path), "--limit-rate", str(path.stat().st_size // 20),
        path="sources/uniprot/big/versions/1.1.0/files/tar",
    )  # fmt: skip
    time.sleep(0.4)
    assert upload.poll() is None, "the upload was over before the server went away"
    for pid in (server.process.pid, *_children(server.process.pid)):
        os.kill(pid, signal.SIGKILL)
    upload.wait(LIMIT)
    server.process.wait(LIMIT)


def objects(of: Registry) -> list[Path]:
    """The objects of the store, those aside that were never finished."""
    store = of.home / "store"
    return [p for p in store.rglob("*") if p.is_file() and p.parent.name != "incoming"]


def try_all(of: Registry, folder: Path, size: int) -> dict[str, float]:
    """Everything in turn; returns what was measured. Raises where a promise is broken."""
    big, found = folder / "big", {}
    digest = write_file(big, size)
    with serving(of) as server:
        begin_draft(server)
        at_rest, before = server.peak(), len(objects(of))
        begun = time.monotonic()
        told = send(server, big, digest, "dat")
        found["upload MB/s"] = size / MEGABYTE / (time.monotonic() - begun)
        assert told["size_bytes"] == size, told
        send(server, big, digest, "txt", "-H", "Transfer-Encoding: chunked")
        assert len(objects(of)) == before + 1, "the same bytes are there twice"
        kill_the_client(server, big)
        server.told(*_json({}), path=f"{VERSION}/publish")
        begun = time.monotonic()
        server.curl("-f", "-o", os.devnull, path=f"{VERSION}/files/dat")
        found["download MB/s"] = size / MEGABYTE / (time.monotonic() - begun)
        fetch_in_two_goes(server, folder / told["filename"], size)
        assert f"{told['filename']}: OK" in check_sums(server, folder)
        found["memory at rest MB"] = at_rest / MEGABYTE
        found["memory at most MB"] = server.peak() / MEGABYTE
        assert server.peak() - at_rest < GROWTH, found
        kill_the_server(server, big)
    assert of.asked(HELD) == ["2"], "a row of an upload that was cut off"
    assert len(objects(of)) == before + 1, "a file of an upload that was cut off"
    return found


def main() -> None:
    """Do it all, and tell how quick and how large it was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2000, metavar="MB")
    options = parser.parse_args()
    with registry() as made, TemporaryDirectory(prefix="bdp-files-") as folder:
        found = try_all(made, Path(folder), options.size * MEGABYTE)
    for name, value in found.items():
        print(f"{name:>20}: {value:,.0f}")
    print("Every byte came and went, and nothing else is there.")


def _json(body: object) -> tuple[str, ...]:
    return "-X", "POST", "-H", "Content-Type: application/json", "-d", json.dumps(body)


def _children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], check=False, **_CAPTURED)
    return [int(child) for child in found.stdout.split()]


def _peak(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
