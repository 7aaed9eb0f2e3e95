"""The files of whole releases as plans: which stretches of which packs make up their bytes.

A plan is an object of the store: rows of one width, each a stretch of an unpacked frame, with
where it ends in the file. So a part is found by halving, and nothing is written twice.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from struct import Struct
from typing import NamedTuple
from zlib import crc32

from apps.biology.packs import Place, unpacked

ROW = Struct("<QIQIIII")
ROWS = 2048  # so many are read at once

Read = Callable[[str, int, int], bytes]


class Damaged(Exception):
    """A stretch is no longer what it was."""


class Stretch(NamedTuple):
    """Bytes that stand together: where they end in the file, where they are, and their CRC-32."""

    end: int
    pack: int
    frame: int
    packed: int
    start: int
    size: int
    crc: int


class Planning:
    """A plan that is being written to `write`; stretches that touch each other become one."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._last: Stretch | None = None
        self.packs: dict[str, int] = {}
        self.size = 0
        self.stretches = 0

    def add(self, pack: str, place: Place, text: bytes) -> None:
        """Let `text`, which stands at this place of a pack, be next."""
        number = self.packs.setdefault(pack, len(self.packs))
        self.size += place.size
        last = self._last
        here = (number, place.frame, place.start)
        if last and (last.pack, last.frame, last.start + last.size) == here:
            grown = {"end": self.size, "size": last.size + place.size}
            self._last = last._replace(**grown, crc=crc32(text, last.crc))
        else:
            self.end()
            self._last = Stretch(self.size, number, *place, crc32(text))

    def end(self) -> None:
        """Write what is left."""
        if self._last:
            self._write(ROW.pack(*self._last))
            self.stretches += 1
        self._last = None


class Planned(NamedTuple):
    """A file by its plan: the plan's object, how many stretches it has, the packs it names."""

    plan: str
    stretches: int
    packs: Sequence[str]

    def pieces(self, read: Read, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` until before `stop`. Raises `Damaged`."""
        place = start
        for stretch, text in self._texts(read, start):
            first = place - (stretch.end - stretch.size)
            piece = text[first : first + stop - place]
            yield piece
            place += len(piece)
            if place >= stop:
                return

    def _texts(self, read: Read, start: int) -> Iterator[tuple[Stretch, bytes]]:
        for (pack, frame, packed), group in groupby(self._from(read, start), key=_frame):
            stretches = list(group)
            most = max(each.start + each.size for each in stretches)
            text = unpacked(read(self.packs[pack], frame, packed), most)
            for each in stretches:
                part = text[each.start : each.start + each.size]
                if crc32(part) != each.crc:
                    raise Damaged
                yield each, part

    def _from(self, read: Read, start: int) -> Iterator[Stretch]:
        """From the stretch on that holds the byte at `start`."""

        def end(number: int) -> int:
            row = read(self.plan, number * ROW.size, ROW.size)
            return ROW.unpack(row)[0] if len(row) == ROW.size else 0

        first = bisect_right(range(self.stretches), start, key=end)
        for number in range(first, self.stretches, ROWS):
            rows = read(self.plan, number * ROW.size, ROWS * ROW.size)
            if len(rows) % ROW.size:
                raise Damaged
            yield from map(Stretch._make, ROW.iter_unpack(rows))


def _frame(stretch: Stretch) -> tuple[int, int, int]:
    return stretch.pack, stretch.frame, stretch.packed
