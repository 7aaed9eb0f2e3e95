"""A home for a real server, and other processes that use it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bdp.postgres import EmbeddedPostgres

PRELUDE = """
import os, sys
from pathlib import Path
from bdp.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
"""

Spawn = Callable[[str], "subprocess.Popen[str]"]


@contextmanager
def temporary_home() -> Iterator[Path]:
    """A BDP_HOME that the server's account can reach, as it cannot reach pytest's directories."""
    with TemporaryDirectory(prefix="bdp-home-") as directory:
        path = Path(directory)
        path.chmod(0o755)
        yield path
        EmbeddedPostgres(path).stop()


@pytest.fixture
def home() -> Iterator[Path]:
    """A home without a cluster."""
    with temporary_home() as path:
        yield path


@pytest.fixture(scope="session")
def made() -> Iterator[Path]:
    """A home with a cluster, to be copied: that is quicker than to make one."""
    with temporary_home() as path:
        EmbeddedPostgres(path).start()
        EmbeddedPostgres(path).stop()
        yield path


@pytest.fixture
def server(home: Path, made: Path) -> EmbeddedPostgres:
    """A server that has a cluster and is down."""
    subprocess.run(["/bin/cp", "-a", made / "postgres", home], check=True)
    return EmbeddedPostgres(home)


@pytest.fixture
def spawn(home: Path) -> Iterator[Spawn]:
    """Run code in another process that knows `server`; it may read a line of input to wait."""
    processes: list[subprocess.Popen[str]] = []

    def _spawn(code: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", PRELUDE + code, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        processes.append(process)
        return process

    yield _spawn
    for process in processes:
        with process:
            process.kill()


def line_of(process: "subprocess.Popen[str]") -> str:
    """The next line that the process prints, which may be long in coming."""
    assert process.stdout
    return process.stdout.readline().strip()


def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for what comes about by itself."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)
