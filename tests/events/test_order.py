"""The feed is in the order of commits, without gaps, whoever is slow."""

import pytest
from django.db import connection

from tests.events.racing import assert_in_order_of_commits, connected, follow, race, write

pytestmark = pytest.mark.usefixtures("committed")

SECONDS = 4.0


def test_who_began_first_and_commits_last_comes_last() -> None:
    with connected() as slow, connected() as quick:
        first = write(slow)
        second = write(quick)
        assert first < second
        quick.commit()
        seen, cursor = follow()
        assert seen == [second]
        slow.commit()
    assert follow(cursor)[0] == [first]
    assert follow()[0] == [second, first]


def test_who_is_never_done_holds_nobody_up() -> None:
    with connected() as idle, connected() as busy:
        write(idle)
        events = [write(busy) for _ in range(3)]
        busy.commit()
        assert follow()[0] == events
        idle.rollback()
    assert follow()[0] == events


def test_what_was_rolled_back_leaves_no_gap() -> None:
    with connected() as one:
        write(one)
        one.rollback()
        write(one)
        one.commit()
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(position) FROM events_position")
        assert cursor.fetchone() == ([1],)


def test_two_hundred_writers_and_a_poller_who_sees_each_event_once() -> None:
    written, seen = race(SECONDS)
    assert len(written) > 200
    assert_in_order_of_commits(written, seen)
