"""Where bytes are kept that are too many for a table: objects, named by their SHA-256."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import structlog
from circuitbreaker import CircuitBreaker
from django.core.exceptions import ImproperlyConfigured

from apps.core.errors import ContentDamaged, StoreAway
from apps.core.parts import Part

log = structlog.get_logger("bdp.store")

MOST_SWEPT = 100  # files of killed writers that one new object looks at


class Incoming:
    """An object that is being written. It has no name before the store gives it one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Append `data`. Raises `StoreAway`."""
        with _reaching(size=self.size):
            self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    def flush(self) -> None:
        """Have everything on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    @property
    def name(self) -> str:
        """The SHA-256 of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()


class FolderStore:
    """A store in a folder of this machine. An object appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def incoming(self) -> Iterator[Incoming]:
        """Write an object; unless empty it is kept, under its name, if the block ends well.

        What killed writers left behind goes. Raises `StoreAway`.
        """
        with _reaching(folder=str(self._folder)):
            waiting = self._waiting()
            _sweep(waiting)
            path, file = _begun(waiting)
        try:
            writing = Incoming(file)
            yield writing
            if writing.size:
                with _reaching(folder=str(self._folder), size=writing.size):
                    writing.flush()
                    self._settle(path, writing.name)
        finally:
            with suppress(OSError):
                file.close()
            with suppress(OSError):
                path.unlink()

    def read(self, name: str, offset: int, size: int) -> bytes:
        """`size` bytes of an object from `offset` on; fewer at its end.

        Raises `StoreAway`, or `ContentDamaged` where the store stands without it.
        """
        path = self._path(name)
        with self._finding(object=str(path), offset=offset, size=size), path.open("rb") as file:
            return os.pread(file.fileno(), size, offset)

    def part(self, name: str, start: int, stop: int) -> Part:
        """The bytes of an object from `start` until before `stop`.

        Raises `StoreAway`, or `ContentDamaged` where the store stands without it.
        """
        path = self._path(name)
        with self._finding(object=str(path)):
            file = path.open("rb", buffering=0)
            file.seek(start)
        return Part(file, stop - start, lambda: _reaching(object=str(path)))

    def require(self) -> None:
        """Make sure that an object could be kept now. Raises `StoreAway`."""
        with _reaching(folder=str(self._folder)), TemporaryFile(dir=self._waiting()):
            pass

    def sweep(self, before: datetime) -> None:
        """Remove what killed writers left behind, who hold no lock. Raises `StoreAway`."""
        with _reaching(folder=str(self._folder)):
            _sweep(self._waiting())

    @contextmanager
    def _finding(self, **what: object) -> Iterator[None]:
        try:
            with _reaching(**what):
                yield
        except StoreAway as away:
            if isinstance(away.__cause__, FileNotFoundError) and self._folder.is_dir():
                raise ContentDamaged from away
            raise

    def _waiting(self) -> Path:
        """Where objects are written before they have a name."""
        waiting = self._folder / "incoming"
        waiting.mkdir(parents=True, exist_ok=True)
        return waiting

    def _settle(self, path: Path, name: str) -> None:
        kept = self._path(name)
        kept.parent.mkdir(parents=True, exist_ok=True)
        path.replace(kept)
        for folder in (kept.parent, self._folder):
            _settle_folder(folder)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name[2:]


class Store(Protocol):
    """Whatever keeps objects: a folder of this machine, or a bucket."""

    def incoming(self) -> AbstractContextManager[Incoming]:
        """Write an object; unless empty it is kept, under its name, if the block ends well."""

    def read(self, name: str, offset: int, size: int) -> bytes:
        """`size` bytes of an object from `offset` on; fewer at its end."""

    def part(self, name: str, start: int, stop: int) -> Part:
        """The bytes of an object from `start` until before `stop`."""

    def require(self) -> None:
        """Make sure that an object could be kept now."""

    def sweep(self, before: datetime) -> None:
        """Remove what writers left behind that were killed, or began before then."""


def store_at(address: str, breaker: CircuitBreaker) -> Store:
    """The store that STORAGE_URL names. Raises `ImproperlyConfigured` for one of no use.

    A bucket that is away is spared by the `breaker`; a folder makes nobody wait.
    """
    parts = urlsplit(address)
    if parts.scheme == "s3" and parts.netloc:
        return _bucket(parts.netloc, unquote(parts.path), breaker)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path:
        raise ImproperlyConfigured(
            "STORAGE_URL must name a folder, such as file:///srv/bdp/store, or s3://bucket/prefix."
        )
    return FolderStore(Path(unquote(parts.path)))


def _bucket(name: str, prefix: str, breaker: CircuitBreaker) -> Store:
    try:
        buckets = import_module("apps.core.buckets")
    except ImportError as missing:
        raise ImproperlyConfigured(
            "A store in a bucket takes more packages: pip install 'bdp[s3]'."
        ) from missing
    store: Store = buckets.BucketStore(name, prefix, breaker)
    return store


def _begun(folder: Path) -> tuple[Path, BinaryIO]:
    """A new file that is locked while it is open, so that nobody takes its writer for dead."""
    while True:
        path = folder / uuid4().hex
        file = path.open("xb")
        with suppress(OSError):  # where nothing can be locked nothing is swept away either
            fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink:
            return path, file
        file.close()  # swept away in the moment between its making and its lock


def _sweep(folder: Path) -> None:
    """Remove the files whose writers live no more: they hold no lock."""
    with os.scandir(folder) as entries:
        found = list(islice(entries, MOST_SWEPT))
    for entry in found:
        with suppress(OSError), Path(entry.path).open("rb") as left:
            fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
            Path(entry.path).unlink()
            log.info("store_swept", file=entry.name, size=os.fstat(left.fileno()).st_size)


def _settle_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, which those of its files are not by themselves."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _reaching(**what: object) -> Iterator[None]:
    """What the file system refuses in this block is a store that is away; the log says why."""
    try:
        yield
    except OSError as failure:
        log.error("store_failed", why=str(failure), **what)  # noqa: TRY400  it is no bug of ours
        raise StoreAway from failure
