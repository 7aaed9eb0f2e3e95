"""Bytes with a name, as a query hands them over and a door sends them."""

from base64 import b64encode
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file: its bytes, and all that a client is told of them."""

    content: bytes
    media_type: str
    filename: str
    sha256: str

    @property
    def tag(self) -> str:
        """Its strong tag: the SHA-256 of the bytes, in the quotes that belong to a tag."""
        return f'"{self.sha256}"'

    @property
    def digest(self) -> str:
        """Its Content-Digest (RFC 9530)."""
        return f"sha-256=:{b64encode(bytes.fromhex(self.sha256)).decode()}:"
