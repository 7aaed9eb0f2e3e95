"""Whether a connection still lives, told without asking the server."""

import time
from typing import Any

from django.db import connections

from apps.core.services import PRIMARY, REPLICA
from apps.organizations.queries import list_organizations


def _hung_up(connection: Any) -> bool:
    ends = time.monotonic() + 10
    while connection.is_usable() and time.monotonic() < ends:
        time.sleep(0.01)
    return not connection.is_usable()


def test_a_connection_that_the_server_ended_is_found_dead_and_opened_anew(committed: None) -> None:
    reader: Any = connections[REPLICA]
    assert list_organizations().results == ()
    assert reader.is_usable()
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [reader.connection.info.backend_pid])

    assert _hung_up(reader)
    reader.health_check_enabled, reader.health_check_done = True, False  # as a request begins
    assert list_organizations().results == ()


def test_a_connection_that_is_closed_or_was_never_opened_is_of_no_use(committed: None) -> None:
    reader = connections[REPLICA]
    reader.close()
    assert not reader.is_usable()


def test_a_connection_lives_without_being_asked(committed: None) -> None:
    reader: Any = connections[REPLICA]
    with reader.cursor() as cursor:
        cursor.execute("SELECT 'the last thing asked', pg_backend_pid()")
        (_, pid) = cursor.fetchone()
    assert reader.is_usable()
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid])
        assert "the last thing asked" in cursor.fetchone()[0]
