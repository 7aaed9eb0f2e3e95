"""Clerks that go home with their test."""

import threading
from collections.abc import Iterator

import pytest

from apps.limiting import clerk


@pytest.fixture
def clerks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The book is kept by threads on connections of their own; none outlives the test."""
    monkeypatch.setattr(clerk, "IDLE", 0.1)
    monkeypatch.setattr(clerk, "TICK", 0.05)
    monkeypatch.setattr(clerk, "PATIENCE", 20)
    yield
    for thread in threading.enumerate():
        if thread.name == clerk.NAME:
            thread.join(10)
            assert not thread.is_alive()


@pytest.fixture
def book(committed: None, clerks: None) -> None:
    """A book that is written for good, and thrown away after the test."""
