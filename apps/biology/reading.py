"""Many records out of their packs, each frame unpacked once."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby

import structlog

from apps.biology.dtos import Stored
from apps.biology.packs import unpacked
from apps.core.errors import ContentDamaged
from apps.core.stores import Store

log = structlog.get_logger("bdp.biology")


def records(store: Store, rows: Iterable[Stored]) -> Iterator[tuple[Stored, bytes]]:
    """Each record with its exact bytes, in the order of the rows.

    Rows of one frame that follow each other share its reading. Raises `ServiceUnavailable` where
    the bytes are away, or are no longer what they were.
    """
    for (name, frame, packed), group in groupby(rows, key=_frame):
        held = list(group)
        most = max(row.start + row.size for row in held)
        text = unpacked(store.read(name, frame, packed), most)
        for row in held:
            yield row, _sound(row, text[row.start : row.start + row.size])


def _frame(row: Stored) -> tuple[str, int, int]:
    return row.object, row.frame, row.packed


def _sound(row: Stored, text: bytes) -> bytes:
    if sha256(text).digest() == bytes(row.sha256):
        return text
    place = {name: getattr(row, name) for name in ("frame", "packed", "start", "size")}
    log.error("record_damaged", version=str(row.version_id), pack=row.object, **place)
    raise ContentDamaged
