"""Django's PostgreSQL, with a cheaper answer to whether a connection still lives."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):  # the name that Django looks for
    """One connection, listened to between requests instead of asked by a statement of its own."""

    def is_usable(self) -> bool:
        """Whether the server holds the line: nothing is due, so a word from it is a goodbye."""
        connection = self.connection
        if connection is None or connection.closed:
            return False
        line = poll()
        line.register(connection.fileno(), POLLIN)
        return not line.poll(0)
