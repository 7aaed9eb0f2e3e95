"""The passwords of the two roles, in libpq's own file, readable by the calling account alone."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bdp.postgres.errors import PostgresUnavailable
from bdp.postgres.layout import ROLES, Role


@contextmanager
def renewing(passfile: Path) -> Iterator[dict[Role, str]]:
    """New passwords, kept in `passfile` once the block has taught them to the cluster."""
    passwords: dict[Role, str] = {role: secrets.token_urlsafe(32) for role in ROLES}
    new = passfile.with_name(f"{passfile.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"*:*:*:{role}:{password}\n" for role, password in passwords.items())
        file.flush()
        os.fsync(file.fileno())
    yield passwords
    new.rename(passfile)


def read(passfile: Path, role: Role) -> str:
    """The password of a role; `FileNotFoundError` where there are none."""
    for line in passfile.read_text().splitlines():
        *_, user, password = ["", *line.split(":")]
        if user == role:
            return password
    raise PostgresUnavailable(
        f"{passfile} lacks the password of {role}: delete the file and run "
        "`manage.py database stop`, and the next start makes new passwords."
    )
