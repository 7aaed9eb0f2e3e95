"""The PostgreSQL that pip installs: one server for a BDP_HOME, up while somebody uses it.

    EmbeddedPostgres(home).parameters("bdp_app")    how to connect; touches nothing
    EmbeddedPostgres(home).join()                   there is a server until this process ends
    EmbeddedPostgres(home).start()                  there is a server until `stop()`

`embedded` knows who uses it, `server` what it goes through, `cluster` how its data come to be,
`account` and `programs` who runs what, `sockets`, `processes` and `locks` what the kernel knows
about it, `layout` where it all lies. Nothing here needs Django. Linux only.
"""

from bdp.postgres.embedded import EmbeddedPostgres, Status
from bdp.postgres.errors import PostgresUnavailable
from bdp.postgres.layout import Role

__all__ = ["EmbeddedPostgres", "PostgresUnavailable", "Role", "Status"]
