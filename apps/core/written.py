"""JSON that is written already, and whose very bytes matter."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An answer to be sent byte for byte as it is."""

    content: bytes
