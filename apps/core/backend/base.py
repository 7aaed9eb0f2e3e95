"""Django's PostgreSQL: is cheaper to ask whether it lives, and tells what was asked by plan."""

from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    """What Django knows of a statement that has run."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """Its text with its values; the driver keeps neither where the plan was ready."""
        return self.compose_sql(sql, params)


class DatabaseWrapper(base.DatabaseWrapper):  # the name that Django looks for
    """One connection, listened to between requests instead of asked by a statement of its own."""

    ops_class = DatabaseOperations

    def is_usable(self) -> bool:
        """Whether the server holds the line: nothing is due, so a word from it is a goodbye."""
        connection = self.connection
        if connection is None or connection.closed:
            return False
        line = poll()
        line.register(connection.fileno(), POLLIN)
        return not line.poll(0)
