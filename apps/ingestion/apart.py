"""A release taken apart by a process of its own, while this one talks to PostgreSQL.

The process is given the bytes of the files as they lie there, and hands back rows and frames. It
holds nothing that outlives it: killed, or left alone by one that was killed, it leaves no trace.
"""

import fcntl
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any, Self, TypeVar

from apps.ingestion import workshop
from apps.ingestion.errors import UnreadableRelease, WorkshopGone
from apps.ingestion.feeding import Feeding
from apps.ingestion.formats import Format
from apps.ingestion.formats.ahead import ahead
from apps.ingestion.formats.gunzipping import BLOCK
from apps.ingestion.shops import Batch, Keep, Opening, Shop
from apps.ingestion.workshop.feed import GONE
from apps.ingestion.workshop.messages import NONE, Choice, Cut, CutOff, Failed, Prepared

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 2.0  # seconds for the feeding to come to its end: it may wait for a silent pipe


class Apart(Shop):
    """A workshop for one release: its process starts at once, and ends with the block.

    It is told the format before there is anything to read, so that it has loaded it by then.
    """

    def __init__(self, form: Format) -> None:
        super().__init__(form)
        self._control, control = Pipe()
        feed, self._feed = Pipe(duplex=False)
        _widen(feed)
        with control, feed:
            ends = (control.fileno(), feed.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-m", workshop.__name__, *map(str, ends)],
                cwd=ROOT, pass_fds=ends, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        self.pid = self._process.pid
        self._feeding: Thread | None = None
        with suppress(BrokenPipeError):  # whoever waits for an answer is told
            self._control.send(form)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        if self._feeding:
            self._feeding.join(PATIENCE)

    def batches(self, files: Sequence[Opening], keep: Keep) -> Iterator[Batch]:
        """The batches of a release, which begins to come in now, before anybody asks for one.

        Raises, when they are asked for, `UnreadableRelease` and what the files raise.
        """
        self._feeding = feeding = Feeding(files, self._feed)
        feeding.start()
        return self._batches(ahead(self._answers(feeding, keep)))

    def _batches(self, answers: Iterator[Any]) -> Iterator[Batch]:
        for told in answers:
            batch = _Sent(told, self._control)
            yield batch
            if not batch.chosen:
                batch.choose(NONE)
            batch.prepared = next(answers)

    def _answers(self, feeding: Feeding, keep: Keep) -> Iterator[Any]:
        """What the process says: in turn what it cut, and what it prepared of that."""
        while (answer := self._heard(self._control.recv)) is not None:
            if isinstance(answer, Failed):
                raise UnreadableRelease(file=answer.file, why=answer.why)
            if isinstance(answer, CutOff):
                raise feeding.failure
            if isinstance(answer, Prepared):
                answer = answer._replace(rows=self._heard(self._control.recv_bytes))
                keep(self._heard(self._control.recv_bytes))
            yield answer

    def _heard(self, receive: Callable[[], T]) -> T:
        try:
            return receive()
        except GONE as gone:
            raise WorkshopGone from gone


def _widen(pipe: Connection) -> None:
    """Let nearly a whole piece of a file wait in a pipe, where the system lets it: not 64 KiB.

    Else both ends are woken sixteen times a piece, and each time the other processes must yield.
    """
    with suppress(AttributeError, OSError):
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, BLOCK)


class _Sent(Batch):
    """A batch whose records are in the other process."""

    def __init__(self, told: Cut, control: Connection) -> None:
        super().__init__(told)
        self._control = control
        self.chosen = False

    def choose(self, choice: Choice) -> None:
        self.chosen = True
        with suppress(BrokenPipeError):  # whoever waits for an answer is told
            self._control.send(choice)
