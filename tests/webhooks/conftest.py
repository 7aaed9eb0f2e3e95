"""What tests of webhooks share."""

from collections.abc import Iterator

import pytest

from apps.core.outbound import Outbound
from apps.core.services import services

PATIENCE = 0.6  # seconds


@pytest.fixture
def at_home() -> Iterator[None]:
    """Receivers on this machine are allowed, and not waited for as long as others."""
    outbound = Outbound(allow_private=True, in_all=PATIENCE)
    with services.replaced(outbound=outbound):
        yield
    outbound.close()
