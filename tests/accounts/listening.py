"""What the program logs of itself, for tests that look for it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def listening(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What the block logs is in `caplog`."""
    log = logging.getLogger("bdp")
    log.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.INFO, "bdp"):
            yield
    finally:
        log.removeHandler(caplog.handler)
