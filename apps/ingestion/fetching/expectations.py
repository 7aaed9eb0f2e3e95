"""What the publisher says of a file, and whether the bytes that came are that file."""

import hashlib
from dataclasses import dataclass

from apps.ingestion.fetching.errors import NotAsPublished


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a file must be; what is not told is not asked. Digests in lower-case hexadecimal."""

    size: int | None = None
    md5: str | None = None
    sha256: str | None = None


class Tally:
    """Counts and digests a file while it passes, and compares."""

    def __init__(self, address: str, expected: Expected) -> None:
        self.received = 0
        self._address = address
        self._expected = expected
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False) if expected.md5 else None

    @property
    def digest(self) -> bytes:
        """The SHA-256 of what has passed."""
        return self._sha256.digest()

    def add(self, chunk: bytes) -> None:
        """Raises `NotAsPublished` as soon as more came than there is."""
        self.received += len(chunk)
        self._sha256.update(chunk)
        if self._md5:
            self._md5.update(chunk)
        if self._expected.size is not None and self.received > self._expected.size:
            self._refuse(f"it is longer than the {self._expected.size:,} bytes that were published")

    def announce(self, size: int) -> None:
        """The server says how long its file is. Raises `NotAsPublished` before a byte is read."""
        if self._expected.size not in (None, size):
            published = f"{self._expected.size:,} bytes were published"
            self._refuse(f"the server has {size:,} bytes where {published}")

    def verify(self) -> None:
        """All has passed. Raises `NotAsPublished` if it is not what was expected."""
        self.announce(self.received)
        self._compare("MD5", self._expected.md5, self._md5.hexdigest() if self._md5 else None)
        self._compare("SHA-256", self._expected.sha256, self._sha256.hexdigest())

    def _compare(self, kind: str, expected: str | None, found: str | None) -> None:
        if expected and expected.lower() != found:
            self._refuse(f"its {kind} is {found} where {expected} was published")

    def _refuse(self, reason: str) -> None:
        raise NotAsPublished(address=self._address, reason=reason)
