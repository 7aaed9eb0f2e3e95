"""The real files, by name, so that each is a test of its own."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("BDP_SHARED_DATA") or Path(__file__).parents[4] / "shared" / "data")


def each(pattern: str) -> pytest.MarkDecorator:
    """A test for each file; one that `shared_data` skips where there is none."""
    found = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))
    return pytest.mark.parametrize("name", found or [pattern])
