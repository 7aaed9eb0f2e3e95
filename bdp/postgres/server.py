"""What a server goes through. Only one process at a time may change it: see `EmbeddedPostgres`."""

import fcntl
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from bdp.postgres import cluster, locks, processes, programs, sockets
from bdp.postgres.account import Account
from bdp.postgres.errors import PostgresUnavailable
from bdp.postgres.layout import PORT, Layout


class State(Enum):
    """What is found of a server."""

    ABSENT = auto()
    ACCEPTING = auto()
    CHANGING = auto()  # it starts, stops, or replays its log
    UNREACHABLE = auto()  # it is ready, but not at our socket
    ORPHANED = auto()  # it was killed, and what it left behind still has the data open


_POLL = 0.01  # seconds
_MERCY = 1.0  # seconds in which orphans may end by themselves
_PATIENCE = {State.UNREACHABLE: 3.0, State.ORPHANED: 10.0}  # seconds
_LONG_PATIENCE = 300.0  # as long as a large log may take to be replayed


@dataclass(frozen=True, slots=True)
class Server:
    """The one server of a home."""

    layout: Layout

    def state(self) -> State:
        """What is found of the server now: the kernel knows who holds the lock, not the files."""
        if locks.is_free(self.layout.server, fcntl.LOCK_SH):
            return State.ABSENT
        postmaster = processes.read_pid_file(self._data)
        if postmaster is None:
            return State.CHANGING
        if not processes.is_postmaster(postmaster.pid, self.layout.name):
            return State.ORPHANED
        if postmaster.phase != "ready":
            return State.CHANGING
        listens = sockets.listener(self.layout.sockets) is not None
        return State.ACCEPTING if listens else State.UNREACHABLE

    def pid(self) -> int | None:
        """The process that others would signal, where it lives."""
        postmaster = processes.read_pid_file(self._data)
        if postmaster and processes.is_postmaster(postmaster.pid, self.layout.name):
            return postmaster.pid
        return None

    def ensure_running(self) -> None:
        """Return when the server accepts connections. Raises `PostgresUnavailable`."""
        if self._await(State.ACCEPTING, State.ABSENT) is State.ACCEPTING:
            return
        self._launch()
        if self._await(State.ACCEPTING, State.ABSENT) is State.ABSENT:
            raise PostgresUnavailable(f"PostgreSQL does not start: {self._complaint()}.")

    def shut_down(self) -> None:
        """Roll back what is under way, write what is committed, end."""
        if self.state() is not State.ABSENT and (pid := self.pid()):
            os.kill(pid, signal.SIGINT)
        self._await(State.ABSENT)
        with suppress(OSError):  # somebody else's, or gone
            sockets.clear(self.layout.sockets)
            self.layout.sockets.rmdir()

    @property
    def _data(self) -> Path:
        return self.layout.cluster / "data"

    def _await(self, *wanted: State) -> State:
        """The first wanted state that the server comes to."""
        seen, since = None, time.monotonic()
        while (state := self.state()) not in wanted:
            if state is not seen:
                seen, since = state, time.monotonic()
            waited = time.monotonic() - since
            if state is State.ORPHANED and waited > _MERCY:
                processes.end_backends(self.layout.name, self._account())
            if waited > _PATIENCE.get(state, _LONG_PATIENCE):
                raise PostgresUnavailable(self._stuck(state))
            time.sleep(_POLL)
        return state

    def _launch(self) -> None:
        """Start a server where none lives, on data made or mended as need be."""
        account = self._account()
        directory = programs.directory_for(account)
        sockets.prepare(self.layout.sockets, account)
        self._evict()
        lock = locks.hold(self.layout.server, fcntl.LOCK_EX)
        try:
            self._prepare_data(cluster.Maker(self.layout, account, directory, lock))
            with self.layout.start_log.open("w") as log:
                account.run(
                    directory / "pg_ctl",
                    "start",
                    "--no-wait",
                    "--silent",
                    f"--options={self._options()}",
                    data=self._data.resolve(),
                    output=log,
                    lend=(lock,),
                )
        finally:
            # Not unlocked: the server holds it now, by its copy of the descriptor.
            os.close(lock)

    def _evict(self) -> None:
        """End the server of an earlier home at this path, deleted or moved away as it ran.

        At its next checkpoint it would write into the data that are made here now, and in ending
        take our socket with it. So it ends at once and without a checkpoint: its log has it all.
        """
        pid, deadline = sockets.listener(self.layout.sockets), time.monotonic() + 10
        if pid and processes.is_postmaster(pid, self.layout.name):
            os.kill(pid, signal.SIGQUIT)
            while processes.is_postmaster(pid, self.layout.name) and time.monotonic() < deadline:
                time.sleep(_POLL)
        if sockets.listener(self.layout.sockets) is not None:
            raise PostgresUnavailable(
                f"Another server (process {pid}) listens in {self.layout.sockets}: "
                "end it, then try again."
            )
        sockets.clear(self.layout.sockets)

    def _prepare_data(self, maker: cluster.Maker) -> None:
        if not self.layout.cluster.exists():
            maker.make()
        cluster.refuse_other_version(self.layout.cluster)
        # We hold the server's lock, so nobody has the data open, whoever bears that pid by now.
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        if not self.layout.passwords.exists():
            maker.renew_passwords()

    def _account(self) -> Account:
        pointer = self.layout.cluster
        if pointer.exists():
            return Account.owning(pointer)
        if pointer.is_symlink():
            raise PostgresUnavailable(
                f"The database of {self.layout.home} was in {pointer.readlink()} and is gone: "
                f"put it back, or delete {pointer} to begin with an empty one."
            )
        return Account.for_new_cluster()

    def _options(self) -> str:
        """Say what must be so at every start, whatever postgresql.conf says."""
        options = {
            "listen_addresses": "''",
            "port": PORT,
            "unix_socket_directories": self.layout.sockets,
            "unix_socket_permissions": "0777",
            "cluster_name": self.layout.name,
            "logging_collector": "on",
            "log_directory": "../log",
        }
        return " ".join(f"-c {name}={value}" for name, value in options.items())

    def _complaint(self) -> str:
        """Why the server did not start, in its own words, and where it says more."""
        logs = [self.layout.start_log]
        with suppress(OSError):  # it has not opened one yet
            logs += sorted((self.layout.cluster / "log").iterdir(), key=_modified)[-1:]
        for log in logs:
            if complaint := cluster.last_complaint(log.read_text(errors="replace")):
                return f"{complaint} (see {log})"
        return f"see {logs[-1]}"

    def _stuck(self, state: State) -> str:
        if state is State.UNREACHABLE:
            return (
                f"PostgreSQL runs (process {self.pid()}), but not at {self.layout.sockets}: "
                "run `manage.py database stop`, then try again."
            )
        if state is State.ORPHANED:
            return (
                f"The database in {self._data.resolve()} is open elsewhere: in another container, "
                "or by a server that ran as the directory was moved; stop it there, then try again."
            )
        return (
            f"PostgreSQL is neither up nor down after {_LONG_PATIENCE:.0f} seconds: "
            f"see the log in {self.layout.cluster.resolve() / 'log'}."
        )


def _modified(path: Path) -> float:
    return path.stat().st_mtime
