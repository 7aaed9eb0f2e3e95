"""A release as it comes in: its files, how to read them, and how far it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from apps.ingestion.formats import Format
from apps.ingestion.progress import Progress
from apps.ingestion.shops import Batch, Keep, Opening, Shop


@dataclass(frozen=True, slots=True)
class Arrival:
    """The files of a release in order, and who takes them apart."""

    files: Sequence[Opening]
    shop: Shop
    progress: Progress = field(default_factory=Progress)

    @property
    def form(self) -> Format:
        """How their records are written."""
        return self.shop.form

    def batches(self, keep: Keep = lambda _: None) -> Iterator[Batch]:
        """The records, some MiB at a time. `keep` is given the frames of those that are chosen.

        The reading begins at once. Raises `UnreadableRelease`, and what the files raise.
        """
        self.progress.begin()
        return map(self._counted, self.shop.batches(self.files, keep))

    def _counted(self, batch: Batch) -> Batch:
        self.progress.count(batch.cut)
        return batch
