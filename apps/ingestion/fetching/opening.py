"""A PATH as operators write it, as one stream of bytes."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from apps.ingestion.fetching import metalink
from apps.ingestion.fetching.addresses import beside, checked, file_name, is_address, shown
from apps.ingestion.fetching.archives import member_of
from apps.ingestion.fetching.errors import NotThere, Unfetchable
from apps.ingestion.fetching.expectations import Expected
from apps.ingestion.fetching.sources import Incoming, LocalBytes, read_to_the_end, why
from apps.ingestion.fetching.web import Web

STANDARD_INPUT = "-"
_PIPE = "standard input"


@contextmanager
def opened(
    path: str,
    *,
    web: Web,
    expected: Expected | None = None,
    member: str | None = None,
    standard_input: BinaryIO | None = None,
) -> Iterator[Incoming]:
    """The bytes of a file, of `-` (standard input) or of an address, to be read once, forward.

    `expected` is what an address must bring; None asks the `RELEASE.metalink` beside it, if
    there is one. With `member` the path is a tar archive, and that file in it is what comes.

    What the block did not read is read when it ends without an error, so that the whole is
    checked: whoever publishes does so after the block, or reads to the end before. Raises
    `Unfetchable`, from here, from a read, or at the end of the block.
    """
    with closing(_incoming(path, web, expected, standard_input)) as whole:
        stream = member_of(whole, member) if member else whole
        yield stream
        read_to_the_end(stream)


def name_of(path: str) -> str:
    """A PATH as it is told: without what may be secret in an address."""
    if path == STANDARD_INPUT:
        return _PIPE
    return shown(checked(path)) if is_address(path) else path


def size_of(path: str) -> int | None:
    """The bytes of a file of this machine, before it is read; None where only reading tells.

    Raises `Unfetchable` for what cannot be opened there, and for an address that is none.
    """
    if is_address(path):
        checked(path)
        return None
    if path == STANDARD_INPUT:
        return None
    with _told_why(path):
        about = Path(path).stat()
        if stat.S_ISDIR(about.st_mode):
            raise IsADirectoryError
    return about.st_size if stat.S_ISREG(about.st_mode) else None


def published(address: str, web: Web) -> Expected:
    """What the `RELEASE.metalink` beside an address says of it; nothing if there is none."""
    url = checked(address)
    listing = beside(url, metalink.NAME)
    try:
        content = web.document(str(listing))
    except NotThere:
        return Expected()
    if b"<metalink" not in content:  # a page that says so in HTML, with status 200
        return Expected()
    told = metalink.read_metalink(content, shown(listing)).files.get(file_name(url))
    return told.expected if told else Expected()


def _incoming(
    path: str, web: Web, expected: Expected | None, standard_input: BinaryIO | None
) -> Incoming:
    if path == STANDARD_INPUT:
        return _piped(standard_input or sys.stdin.buffer)
    if is_address(path):
        return web.open(path, expected if expected is not None else published(path, web))
    return _local(path)


def _piped(stream: BinaryIO) -> Incoming:
    return Incoming(LocalBytes(stream, name=_PIPE, size=None, owned=False))


def _local(path: str) -> Incoming:
    with _told_why(path):
        stream = Path(path).open("rb", buffering=0)  # noqa: SIM115 - `LocalBytes` closes it
    about = os.fstat(stream.fileno())
    size = about.st_size if stat.S_ISREG(about.st_mode) else None
    return Incoming(LocalBytes(stream, name=path, size=size, owned=True))


@contextmanager
def _told_why(path: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotThere(address=path, reason="there is no such file") from error
    except IsADirectoryError as error:
        raise Unfetchable(address=path, reason="it is a folder; name the files in it") from error
    except (OSError, ValueError) as error:
        raise Unfetchable(address=path, reason=why(error)) from error
