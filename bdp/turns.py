"""Who prepares the database does so alone: the others wait, and then find it done."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, InterfaceError, connections

from apps.core.services import OWNER

PREPARATION = 0x626470  # "bdp"


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time on one database, by an advisory lock of the owner's session.

    Whoever holds it may enter again; who dies or loses the connection has let go of it.
    """
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARATION])
    try:
        yield
    finally:
        with suppress(DatabaseError, InterfaceError), connections[OWNER].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARATION])
