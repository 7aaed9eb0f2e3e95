"""Chosen records looked into, packed, and made rows."""

from collections.abc import Sequence

from apps.biology.packs import Packing
from apps.ingestion.formats import Entry, Format, Refused
from apps.ingestion.workshop.batches import Raw
from apps.ingestion.workshop.messages import Choice, LeftOut, Prepared
from apps.ingestion.workshop.rows import arrived, copied

AMBIGUOUS = "it is not plain which of its accessions is the first"


class Preparing:
    """Prepares one batch after the other; their frames follow each other in one pack."""

    def __init__(self, form: Format) -> None:
        self._form = form
        self._frames: list[bytes] = []
        self._packing = Packing(self._frames.append)

    def prepared(self, records: Sequence[Raw], choice: Choice) -> Prepared:
        """What becomes of the records of a batch."""
        by_place = {raw.place: raw for raw in records}
        left_out = dict(choice.left_out)
        taken: list[tuple[Raw, Entry]] = []
        unread: list[str] = []
        for raw in map(by_place.__getitem__, choice.wanted):
            read = self._read(raw)
            if isinstance(read, Entry):
                taken.append((raw, read))
            else:
                left_out[raw.place] = read
                unread += [raw.accession] if raw.accession else []
        return Prepared(
            rows=self._rows(taken),
            frames=self._packed(),
            left_out=[_left_out(by_place[place], why) for place, why in sorted(left_out.items())],
            unread=unread,
        )

    def _read(self, raw: Raw) -> Entry | str:
        """What is indexed of a record, or why it cannot be taken."""
        read = self._form.read(raw.line, raw.text)
        if isinstance(read, Refused):
            return read.reason
        return read if read.accession == raw.accession else AMBIGUOUS

    def _rows(self, taken: Sequence[tuple[Raw, Entry]]) -> bytes:
        places = self._packing.add([raw.text for raw, _ in taken])
        return copied(
            arrived(entry, raw.sha256, place)
            for (raw, entry), place in zip(taken, places, strict=True)
        )

    def _packed(self) -> bytes:
        frames = b"".join(self._frames)
        self._frames.clear()
        return frames


def _left_out(raw: Raw, reason: str) -> LeftOut:
    return LeftOut(raw.file, raw.line, raw.accession, reason)
