"""Whether the registry has the tables that this program was written for."""

from collections.abc import Callable
from threading import Event as Flag

from django.db import DatabaseError, InterfaceError
from django.db.migrations.executor import MigrationExecutor

from apps.core.services import PRIMARY, services

LOOKS_EVERY = 2.0  # seconds, for tables that are not there yet


def is_migrated() -> bool:
    """Whether every migration was applied."""
    executor = MigrationExecutor(services.connection(PRIMARY))
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def await_tables(stop: Flag, waiting: Callable[[], None]) -> bool:
    """True once the tables are there; False if `stop` was set before. Says once that it waits."""
    told = False
    while not stop.is_set():
        if _has_its_tables():
            return True
        if not told:
            waiting()
        told = True
        stop.wait(LOOKS_EVERY)
    return False


def _has_its_tables() -> bool:
    try:
        return is_migrated()
    except (DatabaseError, InterfaceError):  # away, or its rights are not settled yet
        services.connection(PRIMARY).close()
        return False
