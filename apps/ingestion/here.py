"""A release taken apart in this thread: of one that is small, before a process had started."""

from collections.abc import Iterator, Sequence

from apps.ingestion.errors import UnreadableRelease
from apps.ingestion.shops import Batch, Keep, Opening, Shop
from apps.ingestion.workshop.batches import Raw, Unfinished, batches, cut
from apps.ingestion.workshop.messages import Choice
from apps.ingestion.workshop.preparing import Preparing


class Here(Shop):
    """A shop that reads a file only when its records are asked for."""

    def batches(self, files: Sequence[Opening], keep: Keep) -> Iterator[Batch]:
        preparing = Preparing(self.form)
        try:
            for records in batches(((name, opening()) for name, opening in files), self.form):
                yield _Kept(records, preparing, keep)
        except Unfinished as why:
            raise UnreadableRelease(file=why.file, why=why) from why


class _Kept(Batch):
    """A batch whose records are here."""

    def __init__(self, records: Sequence[Raw], preparing: Preparing, keep: Keep) -> None:
        super().__init__(cut(records))
        self._records, self._preparing, self._keep = records, preparing, keep

    def choose(self, choice: Choice) -> None:
        self.prepared = self._preparing.prepared(self._records, choice)
        self._keep(self.prepared.frames)
