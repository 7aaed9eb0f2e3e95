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


# The batches of the files of a release, in order; frames for the pack are given to `Keep`.
Shop = Callable[[Sequence[Opening], Format, Keep], Iterator[Batch]]
