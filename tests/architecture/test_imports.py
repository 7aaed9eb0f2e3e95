"""Which way imports go: the contracts in pyproject.toml are kept."""

import subprocess
import sys
from pathlib import Path

from tests.architecture import house


def test_imports_go_as_the_contracts_say() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [linter, "--no-logo", "--no-cache"],
        cwd=house.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
