"""Who uses the server: it is up while somebody does, or from `start` to `stop`."""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from bdp.postgres import locks, passwords, programs
from bdp.postgres.errors import PostgresUnavailable
from bdp.postgres.layout import DATABASE, PORT, Layout, Role
from bdp.postgres.server import Server, State


@dataclass(frozen=True, slots=True)
class Status:
    """What can be told of a server without starting it."""

    running: bool
    kept: bool  # from `start` to `stop`, whether or not somebody uses it
    pid: int | None
    version: str
    socket_directory: Path
    data_directory: Path | None  # None until the server is started for the first time
    log_directory: Path | None
    size: int  # of data and log, in bytes


# This process's share of the users' lock, by home. Its forks inherit it and share the use: the
# kernel gives the lock back when the last of them has closed it or died.
_joined: dict[Path, int] = {}


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """The server that belongs to `home`, which is BDP_HOME. A value: making it does nothing."""

    home: Path

    def __post_init__(self) -> None:
        # One home has one socket, by whatever way it is reached.
        object.__setattr__(self, "home", self.home.expanduser().resolve())

    def parameters(self, role: Role) -> dict[str, str]:
        """Where libpq finds the server of this home, now or later. Reads and starts nothing."""
        return {
            "host": str(self._layout.sockets),
            "port": PORT,
            "user": role,
            "dbname": DATABASE,
            "passfile": str(self._layout.passwords),
            # Who sits at our socket's path in our stead cannot ask for the password itself.
            "require_auth": "scram-sha-256",
        }

    def url(self, role: Role) -> str:
        """A libpq URL with the password in it. Raises `PostgresUnavailable`."""
        with self._refusing():
            if not self._layout.cluster.exists():
                raise PostgresUnavailable(
                    f"There is no database under {self.home} yet: "
                    "run `manage.py database start` first."
                )
            password = passwords.read(self._layout.passwords, role)
        where = urlencode({"host": self._layout.sockets, "port": PORT})
        return f"postgresql://{role}:{quote(password, safe='')}@/{DATABASE}?{where}"

    def program(self, name: str) -> Path:
        """One of PostgreSQL's own programs, such as `psql`. Raises `PostgresUnavailable`."""
        return programs.find(name)

    def join(self) -> None:
        """Use the server until this process ends: the last user stops it, unless it is kept.

        Starts it if none runs, also when called again. Processes forked later share the use. Who
        is killed before it can stop the server leaves that to the next user. Raises
        `PostgresUnavailable`.
        """
        with self._turn():
            Server(self._layout).ensure_running()
            if self.home not in _joined:
                _joined[self.home] = locks.hold(self._layout.users, fcntl.LOCK_SH)
                atexit.register(self._leave)

    def start(self) -> None:
        """Have the server up until `stop()`. Raises `PostgresUnavailable`."""
        with self._turn():
            Server(self._layout).ensure_running()
            self._layout.kept.touch()

    def stop(self) -> None:
        """Stop the server, whoever still uses it. Raises `PostgresUnavailable`."""
        if self._is_there():
            with self._turn():
                self._layout.kept.unlink(missing_ok=True)
                Server(self._layout).shut_down()

    def status(self) -> Status:
        """How the server is. Changes nothing. Raises `PostgresUnavailable`."""
        place, server = self._layout.cluster.resolve(), Server(self._layout)
        with self._refusing():
            running, exists = server.state() is State.ACCEPTING, place.exists()
            return Status(
                running=running,
                kept=self._layout.kept.exists(),
                pid=server.pid() if running else None,
                version=programs.version().rpartition(".")[0],
                socket_directory=self._layout.sockets,
                data_directory=place / "data" if exists else None,
                log_directory=place / "log" if exists else None,
                size=_size(place),
            )

    @property
    def _layout(self) -> Layout:
        return Layout(self.home)

    def _is_there(self) -> bool:
        with self._refusing():
            return self._layout.room.exists()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Start and stop by turns."""
        room = self._layout.room
        with self._refusing():
            if not self._is_there():
                room.mkdir(parents=True, exist_ok=True)
                room.chmod(0o755)
            with locks.exclusive(self._layout.turn):
                yield

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Tell in a sentence what the operating system refuses."""
        try:
            yield
        except OSError as error:
            raise PostgresUnavailable(
                f"The database under {self.home} is out of reach: {error.strerror} "
                f"({error.filename or 'see the disk and its permissions'})."
            ) from error

    def _leave(self) -> None:
        """At the end of this process, and of each of its forks."""
        users = _joined.pop(self.home)
        with suppress(PostgresUnavailable):
            if self._is_there():
                self._stop_unless_used(users)

    def _stop_unless_used(self, users: int) -> None:
        with self._turn():
            os.close(users)
            used = not locks.is_free(self._layout.users, fcntl.LOCK_EX)
            if not used and not self._layout.kept.exists():
                Server(self._layout).shut_down()


def _size(directory: Path) -> int:
    sizes = 0
    for parent, _, names in os.walk(directory):
        for name in names:
            with suppress(FileNotFoundError):  # the server is at work
                sizes += os.lstat(os.path.join(parent, name)).st_size  # noqa: PTH118 - often
    return sizes
