"""What never changes any more at the address where it stands."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Generic[T]):
    """An answer that exact numbers address, and which can no longer be another.

    `subject` is its own address below the base, with the parameters that belong to it.
    """

    content: T
    subject: str
