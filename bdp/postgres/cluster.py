"""How the data of a server come to be: whole, or not at all."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from bdp.postgres import passwords, programs
from bdp.postgres.account import Account
from bdp.postgres.errors import PostgresUnavailable
from bdp.postgres.layout import APP, DATABASE, OWNER, Layout

# Written into postgresql.conf as the cluster is made: from then on they are the operator's.
SETTINGS = {
    "max_connections": "300",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",  # a release is loaded in one go: fewer checkpoints on the way
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "recovery_init_sync_method": "syncfs",  # after a crash: one call instead of one a file
    "random_page_cost": "1.1",  # the disk is an SSD
    "client_connection_check_interval": "1s",  # a dead client's statement ends with it
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_filename": "postgresql-%a.log",  # a week of them, each day's written over the last one's
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
}

_ROLES_AND_DATABASE = f"""\
CREATE ROLE {APP} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION
GRANT USAGE ON SCHEMA public TO {APP}
CREATE DATABASE {DATABASE} OWNER {OWNER}
GRANT CONNECT ON DATABASE {DATABASE} TO {APP}
"""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes and mends a cluster whose server is down, as the account that will run it.

    `lend` is the descriptor of the server's lock: what a killed maker leaves running holds it.
    """

    layout: Layout
    account: Account
    programs: Path
    lend: int

    def make(self) -> None:
        """Make the cluster, with both roles and the database but without their passwords."""
        place, new = self._places()
        shutil.rmtree(new, ignore_errors=True)  # what a maker left that was killed
        try:
            new.mkdir(mode=0o700)
            self._initialise(new)
            self._single_user(new / "data", _ROLES_AND_DATABASE)
            self.layout.passwords.unlink(missing_ok=True)  # those of a cluster that is gone
            new.rename(place)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)  # the disk may be full
            raise
        _sync(place.parent)
        if place != self.layout.cluster:
            self.layout.cluster.symlink_to(place)

    def renew_passwords(self) -> None:
        """Give both roles new passwords."""
        with passwords.renewing(self.layout.passwords) as new:
            self._single_user(
                self.layout.cluster.resolve() / "data",
                "".join(f"ALTER ROLE {role} PASSWORD '{new[role]}'\n" for role in new),
            )

    def _places(self) -> tuple[Path, Path]:
        """Where the cluster will lie, and where it lies until it is whole."""
        cluster = self.layout.cluster
        if self.account.can_enter(self.layout.room):
            return cluster, cluster.with_name("cluster.new")
        programs.make_elsewhere()
        # No name that a later BDP_HOME at the same path could take for its own.
        elsewhere = programs.ELSEWHERE / f"{self.layout.name}-{secrets.token_hex(4)}"
        return elsewhere, programs.ELSEWHERE / f"{self.layout.name}.new"

    def _initialise(self, new: Path) -> None:
        # initdb wants a password for SCRAM: one that nobody knows, until renew_passwords().
        password = new / "password"
        password.write_text(secrets.token_urlsafe(32))
        for path in (new, password):
            os.chown(path, self.account.uid, self.account.gid)
        self._run(
            "initdb",
            f"--username={OWNER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--data-checksums",
            *(f"--set={name}={value}" for name, value in SETTINGS.items()),
            data=new / "data",
        )
        password.unlink()

    def _single_user(self, data: Path, statements: str) -> None:
        """Execute statements, one a line, without a server that others could reach."""
        # On template1, so that databases made later (the tests') know the same grants.
        self._run(
            "postgres",
            "--single",
            "-cexit_on_error=on",
            "template1",
            data=data,
            stdin=statements,
        )

    def _run(self, program: str, *arguments: str, data: Path, stdin: str = "") -> None:
        done = self.account.run(
            self.programs / program, *arguments, data=data, stdin=stdin, lend=(self.lend,)
        )
        if done.returncode != 0:
            complaint = last_complaint(done.stderr) or " ".join(done.stderr.split())
            raise PostgresUnavailable(
                f"The database under {self.layout.home} could not be made: {complaint}."
            )


def refuse_other_version(cluster: Path) -> None:
    """PostgreSQL reads the data of its own major version only."""
    theirs, ours = (cluster / "data" / "PG_VERSION").read_text().strip(), programs.major_version()
    if theirs != ours:
        raise PostgresUnavailable(
            f"The database in {cluster} was made by PostgreSQL {theirs} and this is {ours}: "
            f"`pip install '{programs.PACKAGE}=={theirs}.*'` to use or dump it, "
            "or set BDP_HOME to a new directory."
        )


def last_complaint(output: str) -> str:
    """Why a program of PostgreSQL gave up, in its own words; empty if it does not say."""
    for line in reversed(output.splitlines()):
        for mark in ("PANIC:", "FATAL:", "ERROR:", "error:"):
            if mark in line:
                return line.partition(mark)[2].strip().rstrip(".")
    return ""


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
