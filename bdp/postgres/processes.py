"""Which processes are the server's: told by what `/proc` shows to everybody, not by a pid alone."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bdp.postgres.account import Account


class Postmaster(NamedTuple):
    """What a server, living or dead, last wrote into its data directory."""

    pid: int
    phase: str  # starting, ready, stopping


def read_pid_file(data: Path) -> Postmaster | None:
    """None where no server runs, or one has not got so far yet."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), lines[7].strip())
    except (FileNotFoundError, ValueError, IndexError):
        return None


def is_postmaster(pid: int, cluster_name: str) -> bool:
    """Whether that process lives and is the server of that cluster."""
    return f"cluster_name={cluster_name}".encode() in _command_line(pid).split(b"\0")


def end_backends(cluster_name: str, account: Account) -> None:
    """End what a killed server left at work: until then no other may open the cluster.

    Nothing is lost that was committed, for the next start replays the log anyway.
    """
    title = f"postgres: {cluster_name}: ".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        if _command_line(pid).startswith(title) and _owner(entry) == account.uid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _owner(entry: Path) -> int | None:
    try:
        return entry.stat().st_uid
    except OSError:
        return None
