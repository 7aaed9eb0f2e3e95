"""Texts in formats that others have set, as a query hands them over and a door sends them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from apps.core.providers import Provider

LINKED_DATA = "application/ld+json"
TEXT = ("text/", "application/x-")  # what says in no other way how its characters are written


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text in one of the formats that other programs read.

    `subject` is its own address below the base. One with a `filename` is to be saved under it.
    """

    content: bytes
    media_type: str
    subject: str | None = None
    filename: str | None = None

    @property
    def content_type(self) -> str:
        """Its media type, and UTF-8 where a reader could guess anything else."""
        return (
            f"{self.media_type}; charset=utf-8"
            if self.media_type.startswith(TEXT)
            else self.media_type
        )


Described: TypeAlias = Provider[Callable[..., Document]]


class DocumentOf:
    """In the published schema: a document, in the formats that examples show under this name."""

    def __init__(self, name: str) -> None:
        self.name = name
