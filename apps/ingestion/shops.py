"""What a shop is: whoever takes a release apart, and hands it over batch by batch."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import BinaryIO

from apps.ingestion.formats import Format
from apps.ingestion.workshop.messages import NOTHING, Choice, Cut, Prepared

Opening = tuple[str, Callable[[], AbstractContextManager[BinaryIO]]]
Keep = Callable[[bytes], None]


class Batch(ABC):
    """Some records: what is told of them, and, once some are chosen, what became of those.

    `prepared` is there when the next batch is, or when it is known that there is none.
    """

    prepared: Prepared = NOTHING

    def __init__(self, told: Cut) -> None:
        self.cut = told

    @abstractmethod
    def choose(self, choice: Choice) -> None:
        """Say, once, which of its records are wanted. Of a batch where nobody does, none are."""


class Shop(ABC):
    """Whoever takes apart a release that is written in `form`."""

    def __init__(self, form: Format) -> None:
        self.form = form

    @abstractmethod
    def batches(self, files: Sequence[Opening], keep: Keep) -> Iterator[Batch]:
        """The records of the files in order; frames for the pack are given to `keep`.

        Raises `UnreadableRelease`, and what the files raise.
        """
