"""How far a release has come, and how long that took."""

import hashlib
from dataclasses import dataclass, field
from time import monotonic

from apps.ingestion.workshop.messages import Cut


@dataclass(slots=True)
class Progress:
    """How far the reading has come: records, plain bytes, and a hash over all records so far."""

    records: int = 0
    size: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    begun: float = field(default_factory=monotonic)

    @property
    def seconds(self) -> float:
        """Since the first byte was read."""
        return round(monotonic() - self.begun, 3)

    def begin(self) -> None:
        """The first byte is about to be read."""
        self.begun = monotonic()

    def count(self, told: Cut) -> None:
        """One more batch has come."""
        self.records += told.records
        self.size += told.size
        self.digest.update(told.digests)
