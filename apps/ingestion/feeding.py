"""The bytes of files, passed on to the process that takes them apart."""

from collections.abc import Sequence
from multiprocessing.connection import Connection
from threading import Thread

from apps.ingestion.errors import UnreadableRelease
from apps.ingestion.formats import Unreadable, pieces
from apps.ingestion.shops import Opening


class Feeding(Thread):
    """Passes on the bytes of files: of each its name, its pieces, and an empty one at its end.

    What goes wrong with them is kept: the other end, which then gets no more, says so in its turn.
    """

    def __init__(self, files: Sequence[Opening], feed: Connection) -> None:
        super().__init__(daemon=True)
        self._files = files
        self._feed = feed
        self.failure: BaseException = EOFError("Nothing went wrong with the files.")

    def run(self) -> None:
        """Pass on all files, and close the pipe."""
        with self._feed:
            try:
                for file in self._files:
                    self._pass_on(file)
                self._feed.send(None)
            except BaseException as failure:  # noqa: BLE001  raised again where it is told of
                self.failure = failure

    def _pass_on(self, file: Opening) -> None:
        name, opening = file
        self._feed.send(name)
        try:
            with opening() as stream:
                for piece in pieces(stream):
                    self._feed.send_bytes(piece)
        except Unreadable as why:
            raise UnreadableRelease(file=name, why=why) from why
        self._feed.send_bytes(b"")
