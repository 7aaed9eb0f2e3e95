"""One file out of a tar archive while the archive streams past."""

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Self, cast

from apps.ingestion.fetching.errors import DamagedArchive
from apps.ingestion.fetching.sources import BUFFER, Incoming, Source, read_to_the_end

_GZIP = b"\x1f\x8b"
_MOST_MEMBERS = 10_000
_LONGEST_NAME = 1 << 20
_NAMING = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_DAMAGE = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)


def member_of(archive: Incoming, name: str) -> Incoming:
    """The file of that name, in whichever folder of a tar or tar.gz. Raises `Unfetchable`.

    Its end is told only after the rest of the archive has passed too, since what the publisher
    says of size and digest is said of the archive. Closing it closes the archive.
    """
    return Incoming(_Member(archive, name))


class _Member(Source):
    def __init__(self, archive: Incoming, name: str) -> None:
        super().__init__(f"{archive.name}:{name}")
        self._archive = archive
        with self._damage_told():
            self._plain = _unpacked(archive)
            self._content = self._found(name)

    @property
    def size(self) -> int | None:
        return self._archive.size

    @property
    def received(self) -> int:
        return self._archive.received

    def chunk(self) -> bytes:
        with self._damage_told():
            chunk = self._content.read(BUFFER)
            if not chunk:
                read_to_the_end(self._plain)
        return chunk

    def close(self) -> None:
        self._archive.close()
        super().close()

    def _found(self, name: str) -> IO[bytes]:
        tar = tarfile.TarFile.open(
            fileobj=self._plain, mode="r|", bufsize=BUFFER, tarinfo=_ShortNamed
        )
        for count, info in enumerate(tar):
            content = tar.extractfile(info) if _is(info, name) else None
            if content:
                return content
            if count > _MOST_MEMBERS:
                break
        raise DamagedArchive(address=self._archive.name, reason=f"there is no “{name}” in it")

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGE as error:
            reason = f"as an archive it is damaged or none ({error})"
            raise DamagedArchive(address=self._archive.name, reason=reason) from error


class _ShortNamed(tarfile.TarInfo):
    """A header that names; names are read whole, so none may be endless."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        info = super().frombuf(buf, encoding, errors)
        if info.type in _NAMING and info.size > _LONGEST_NAME:
            raise tarfile.ReadError(f"a name of {info.size:,} bytes")
        return info


def _unpacked(archive: Incoming) -> BinaryIO:
    if archive.peek(len(_GZIP))[: len(_GZIP)] != _GZIP:
        return archive
    return cast(BinaryIO, gzip.GzipFile(fileobj=archive, mode="rb"))


def _is(info: tarfile.TarInfo, name: str) -> bool:
    return info.isreg() and info.name.rpartition("/")[2] == name
