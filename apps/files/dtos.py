"""What the files slice shows the world. The bytes of a file are a `Download`."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.core.dto import column

MEDIA_TYPES: Mapping[str, str] = {
    "dat": "text/plain",
    "fasta": "text/x-fasta",
    "json": "application/json",
    "xml": "application/xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a version. `size_bytes` and `sha256` are of the bytes as they are sent."""

    format: str
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    compression: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A file that nobody uploaded: it follows from what a version holds."""

    format: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the files of a version are called after."""

    id: UUID
    source: str = column("source__slug")
    version: str
