"""An upload on its way into the store, before any transaction: it may take hours."""

from apps.core.errors import InvalidRequest
from apps.core.services import services
from apps.core.uploads import Upload
from apps.files.dtos import Received
from apps.files.errors import DigestMismatch, FileTooLarge, LengthMismatch

MAGIC = 16  # bytes that tell how a file is compressed


def received(upload: Upload) -> Received:
    """Keep the bytes of an upload, if they are those that its sender told of.

    Raises `FileTooLarge` without reading on, `LengthMismatch` of one that was cut off,
    `DigestMismatch`, `StoreAway`, or `InvalidRequest` where nothing came.
    """
    _require_room(upload.length or 0)
    beginning = b""
    with services.store.incoming() as writing:
        for piece in upload.pieces():
            beginning = (beginning + piece)[:MAGIC] if len(beginning) < MAGIC else beginning
            _require_room(writing.size + len(piece))
            writing.write(piece)
        _require_promised(upload, writing.size, writing.name)
    return Received(sha256=writing.name, size_bytes=writing.size, beginning=beginning)


def _require_room(size: int) -> None:
    if size > (most := services.most_of_a_file):
        raise FileTooLarge(most=most)


def _require_promised(upload: Upload, size: int, name: str) -> None:
    if upload.length is not None and size != upload.length:
        raise LengthMismatch(length=upload.length, found=size)
    if not size:
        raise InvalidRequest(detail="Nothing came: send the bytes of the file as the body.")
    if upload.sha256 is not None and upload.sha256.hex() != name:
        raise DigestMismatch(found=name)
