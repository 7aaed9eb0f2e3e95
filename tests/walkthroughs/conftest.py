"""A registry of its own, started as an operator starts it, and a real client."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from playwright.sync_api import Browser

from tests import browser as browsers

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Registry:
    """A registry under a home of its own, and the way to its operators' doors."""

    home: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "DATABASE_OWNER_URL", "REPLICA_URL", "PUBLIC_URL")
        }
        return {**inherited, "BDP_HOME": str(self.home), "BDP_ADMIN_PASSWORD": PASSWORD}

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run `manage.py` as an operator does."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, timeout=360,
        )  # fmt: skip

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a long-running command; its ready line has been printed when this returns."""
        command = [sys.executable, "manage.py", *arguments, "--port", str(self.port)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Serving on"):
                return process
        raise AssertionError(f"{arguments} ended with {process.wait()} and never served")


@pytest.fixture(scope="session")
def registry() -> Iterator[Registry]:
    """A registry that nobody has started yet."""
    with TemporaryDirectory(prefix="bdp-home-") as directory, socket.socket() as free:
        Path(directory).chmod(0o755)  # PostgreSQL's own account must reach it
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        made = Registry(home=Path(directory), port=port)
        yield made
        made.manage("database", "stop")


@pytest.fixture(scope="session")
def served(registry: Registry) -> Iterator[Registry]:
    """The same, brought up by `quickstart` and serving."""
    with registry.start("quickstart") as process:
        yield registry
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=120) == 0


@pytest.fixture
def alone() -> Iterator[Registry]:
    """A registry that nobody serves, whose PostgreSQL stays up between commands."""
    with TemporaryDirectory(prefix="bdp-home-") as directory:
        Path(directory).chmod(0o755)  # PostgreSQL's own account must reach it
        registry = Registry(home=Path(directory), port=8000)
        assert registry.manage("quickstart", "--no-serve").returncode == 0
        assert registry.manage("database", "start").returncode == 0
        yield registry
        registry.manage("database", "stop")


@pytest.fixture(scope="session")
def token(served: Registry) -> str:
    """A token of the administrator, as an operator gets it."""
    made = served.manage("create_token", "admin", "--scope", "admin")
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


@pytest.fixture
def client(served: Registry, token: str) -> Iterator[httpx.Client]:
    """The administrator's program."""
    headers = {"Authorization": f"Bearer {token}"}
    base = f"{served.address}/api/v1/"
    with httpx.Client(base_url=base, headers=headers, timeout=30) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for this module; without one its tests are skipped."""
    with browsers.started() as started:
        yield started


@pytest.fixture
def watched(browser: Browser, served: Registry) -> Iterator[browsers.Watched]:
    """Windows on the served registry; no page may complain, call elsewhere, or break its CSP."""
    windows = browsers.Watched(browser, served.address)
    yield windows
    for context in browser.contexts:
        context.close()
    assert windows.complaints == []


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """The folder of `BDP_PICTURES`, for who wants to look at the pages; else nowhere."""
    named = os.environ.get("BDP_PICTURES")
    return Path(named) if named else None
