"""A receiver that is down at first, and killed workers: each event arrives, in order."""

import random

import pytest

from tests.webhooks.enduring import DOWN_FOR, endure

EVENTS, SUBJECTS, KILLINGS = 1500, 30, 3


@pytest.mark.usefixtures("committed")
def test_each_event_arrives_in_the_order_of_its_subject_and_counts_once_by_id() -> None:
    found = endure(EVENTS, SUBJECTS, KILLINGS, random.Random(1))
    assert (found.events, found.out_of_order) == (EVENTS, 0)
    assert found.requests >= EVENTS + DOWN_FOR
