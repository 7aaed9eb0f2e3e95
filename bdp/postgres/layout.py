"""Where everything of one server lies: a pure function of BDP_HOME."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

Role = Literal["bdp_app", "bdp_owner"]

OWNER: Role = "bdp_owner"
APP: Role = "bdp_app"
ROLES = (OWNER, APP)
DATABASE = "bdp"
PORT = "5432"

# The kernel refuses socket paths above 107 characters, so they cannot lie under BDP_HOME; and
# TMPDIR differs between the callers of one server, so it has no say here.
# sockets.prepare() refuses a directory somebody else made
_SOCKETS = Path("/tmp")  # noqa: S108 # nosec B108


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of the server that belongs to `home`.

    home/postgres/
        cluster      the data and the log, or a link to where the server's account can reach them
        passwords    libpq's passfile, for the calling account
        start.log    what the server said before it opened its log
        kept         there while the server shall outlive its users
        turn.lock    held while one process starts or stops the server
        users.lock   shared by every process that uses the server
        server.lock  held by the server's own processes, so that nobody need trust a pid
    """

    home: Path

    @property
    def room(self) -> Path:
        return self.home / "postgres"

    @property
    def cluster(self) -> Path:
        return self.room / "cluster"

    @property
    def passwords(self) -> Path:
        return self.room / "passwords"

    @property
    def start_log(self) -> Path:
        return self.room / "start.log"

    @property
    def kept(self) -> Path:
        return self.room / "kept"

    @property
    def turn(self) -> Path:
        return self.room / "turn.lock"

    @property
    def users(self) -> Path:
        return self.room / "users.lock"

    @property
    def server(self) -> Path:
        return self.room / "server.lock"

    @property
    def name(self) -> str:
        """The name of the cluster, as its processes bear it in `ps`."""
        return f"bdp-{sha256(bytes(self.home)).hexdigest()[:16]}"

    @property
    def sockets(self) -> Path:
        return _SOCKETS / self.name
