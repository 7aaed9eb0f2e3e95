"""The directory of the server's socket, which stands where anybody may make directories."""

import os
import socket
import struct
from contextlib import suppress
from pathlib import Path

from bdp.postgres.account import Account
from bdp.postgres.errors import PostgresUnavailable
from bdp.postgres.layout import PORT

_SOCKET = f".s.PGSQL.{PORT}"


def prepare(directory: Path, account: Account) -> None:
    """A directory that everybody may enter and only `account` writes to."""
    with suppress(FileExistsError):
        directory.mkdir()
    try:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except NotADirectoryError as planted:
        raise _taken(directory, "is not a directory") from planted
    try:
        owner = os.fstat(descriptor).st_uid
        if owner not in {os.geteuid(), account.uid}:
            raise _taken(directory, f"belongs to the account {Account.of(owner).name}")
        os.fchown(descriptor, account.uid, account.gid)
        os.fchmod(descriptor, 0o755)  # nosec B103
    finally:
        os.close(descriptor)


def clear(directory: Path) -> None:
    """Forget a socket nobody listens at, and the pid it names, which may be another's by now."""
    for name in (_SOCKET, f"{_SOCKET}.lock"):
        (directory / name).unlink(missing_ok=True)


def listener(directory: Path) -> int | None:
    """The pid of who listens, 0 where the kernel does not tell, None where nobody does."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        try:
            client.connect(str(directory / _SOCKET))
        except BlockingIOError:  # so many wait for it that the queue is full
            return 0
        except OSError:
            return None
        credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        pid: int = struct.unpack("3i", credentials)[0]
        return pid


def _taken(directory: Path, why: str) -> PostgresUnavailable:
    return PostgresUnavailable(
        f"{directory} {why}, and the server's socket must go there: remove it, then try again."
    )
