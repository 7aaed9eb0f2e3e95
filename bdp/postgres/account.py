"""Who PostgreSQL runs as: it refuses to be root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from bdp.postgres.errors import PostgresUnavailable

_PREFERRED = ("bdp", "postgres", "nobody")
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Account:
    """An account of this machine that programs can be run as."""

    name: str
    uid: int
    gid: int

    @classmethod
    def for_new_cluster(cls) -> Self:
        """Ourselves, or who stands in for root."""
        if os.geteuid() != 0:
            return cls.of(os.geteuid())
        for name in _PREFERRED:
            try:
                return cls._from(pwd.getpwnam(name))
            except KeyError:
                continue
        raise PostgresUnavailable(
            "PostgreSQL does not run as root, and there is no account for it: "
            "create one with `useradd --system bdp`."
        )

    @classmethod
    def owning(cls, cluster: Path) -> Self:
        """Who made this cluster and alone may run it."""
        owner = cls.of(cluster.stat().st_uid)
        if owner.uid == 0:
            raise PostgresUnavailable(
                f"The database in {cluster} belongs to root, and PostgreSQL does not run as root: "
                "`chown -R` it to the account that made it, or to nobody."
            )
        if os.geteuid() not in (0, owner.uid):
            raise PostgresUnavailable(
                f"The database in {cluster} belongs to the account {owner.name}: "
                f"run this as {owner.name} or as root."
            )
        return owner

    @classmethod
    def of(cls, uid: int) -> Self:
        try:
            return cls._from(pwd.getpwuid(uid))
        except KeyError:
            return cls(str(uid), uid, os.getegid())

    @classmethod
    def _from(cls, entry: pwd.struct_passwd) -> Self:
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    def run(
        self,
        *command: str | Path,
        data: Path | None = None,
        stdin: str = "",
        output: int | IO[str] = subprocess.PIPE,
        lend: tuple[int, ...] = (),
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, in a session of its own and with nothing of our environment.

        `data` is the data directory it works on. `output` takes what it prints: a file where it
        leaves a server behind, for that would keep our pipes open. `lend` are the descriptors
        that it and its children keep.
        """
        try:
            return subprocess.run(
                command,
                input=stdin,
                stdout=output,
                stderr=output,
                text=True,
                check=False,
                timeout=_SECONDS,
                pass_fds=lend,
                cwd="/",
                env=_environment(data),
                umask=0o077,
                start_new_session=True,
                **self._identity(),
            )
        except subprocess.TimeoutExpired as late:
            raise PostgresUnavailable(
                f"{command[0]} did not end within {_SECONDS} seconds: "
                "see whether the disk is stuck, then try again."
            ) from late

    def prove(self) -> None:
        """Refuse where this process may run nothing at all as the account."""
        try:
            self.run("/bin/sh", "-c", ":")
        except PermissionError as refused:
            raise PostgresUnavailable(
                f"This process may not run programs as the account {self.name}: start it as an "
                "ordinary account, or give it CAP_SETUID and CAP_SETGID."
            ) from refused

    def can_run(self, program: Path) -> bool:
        """Whether it really runs for this account: its libraries are found and may be read."""
        try:
            return self.run(program, "--version").returncode == 0
        except OSError:
            return False

    def can_enter(self, directory: Path) -> bool:
        return self.run("/bin/sh", "-c", 'cd -- "$0"', directory).returncode == 0

    def _identity(self) -> dict[str, Any]:
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def _environment(data: Path | None) -> dict[str, str]:
    # The data directory goes here rather than into `-D`, which pg_ctl hands to a shell.
    base = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    return base if data is None else base | {"PGDATA": str(data)}
