"""Bytes on their way in, as a door hands them to whoever keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from apps.core.parts import PIECE


class Readable(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A body that nobody has read yet, and what its sender said of it: bytes, and their SHA-256."""

    stream: Readable
    length: int | None
    sha256: bytes | None

    def pieces(self) -> Iterator[bytes]:
        """What comes, until no more does; fewer bytes than were said where the sender went away."""
        try:
            while piece := self.stream.read(PIECE):
                yield piece
        except OSError:
            return
