"""What tests of webhooks share."""

from collections.abc import Iterator

import pytest

from tests.webhooks.receiving import allowed


@pytest.fixture
def at_home() -> Iterator[None]:
    """Receivers on this machine are allowed, and not waited for as long as others."""
    with allowed():
        yield
