"""The instant at which these tests happen."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests import builders


@pytest.fixture(autouse=True)
def _one_instant() -> Iterator[None]:
    """The clock stands: a token's use, noted once a minute, is noted before a test looks."""
    with builders.at(datetime(2026, 11, 1, 12, tzinfo=UTC)):
        yield
