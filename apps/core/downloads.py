"""Bytes with a name, as a query hands them over and a door sends them."""

from abc import abstractmethod
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from apps.core.services import services


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Bytes that are fetched when they are wanted: all of them, or a part."""

    size: int

    @abstractmethod
    def pieces(self, start: int, stop: int) -> Iterable[bytes]:
        """The bytes from `start` until before `stop`, in pieces that fit into memory.

        Raises `StoreAway` where there are none to begin with.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class InMemory(Content):
    """Bytes that are at hand."""

    data: bytes

    def pieces(self, start: int, stop: int) -> Iterable[bytes]:
        """The one piece that they are."""
        return (self.data[start:stop],)


@dataclass(frozen=True, slots=True, kw_only=True)
class InStore(Content):
    """An object of the store, which may be larger than memory."""

    object: str

    def pieces(self, start: int, stop: int) -> Iterable[bytes]:
        """The object's own part, which a server may send without looking at it."""
        return services.store.part(self.object, start, stop)


def in_memory(data: bytes) -> InMemory:
    """Bytes at hand as content."""
    return InMemory(size=len(data), data=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file: its bytes, and all that a client is told of them."""

    content: Content
    media_type: str
    filename: str
    sha256: str

    @property
    def tag(self) -> str:
        """Its strong tag: the SHA-256 of the bytes, in the quotes that belong to a tag."""
        return f'"{self.sha256}"'

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes as a header has it (RFC 9530)."""
        return f"sha-256=:{b64encode(bytes.fromhex(self.sha256)).decode()}:"
