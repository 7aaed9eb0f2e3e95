"""Why there is no server."""


class PostgresUnavailable(RuntimeError):
    """No server, and one sentence about it that the reader can act on."""
