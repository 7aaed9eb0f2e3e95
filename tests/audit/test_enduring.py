"""Sealers may be killed at any moment, and work side by side: each row is sealed once."""

import random

import pytest

from tests.audit.enduring import endure

COMMANDS, PROCESSES, KILLINGS = 200, 4, 3


@pytest.mark.usefixtures("committed")
def test_what_succeeded_is_sealed_once_and_proven_whoever_is_killed() -> None:
    found = endure(PROCESSES, COMMANDS, KILLINGS, random.Random(1))
    assert found.succeeded == found.rows == found.proven == COMMANDS * 4 // 5
    assert found.leaves >= found.rows
    assert (found.verified, found.pending) == (True, 0)
