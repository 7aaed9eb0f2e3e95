"""What is asked of a page behind the question mark. Unknown words are let pass: links get longer
on their way through mails and papers."""

from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from django.http import HttpRequest
from django.utils.http import urlencode

from apps.core.actor import Actor
from apps.core.api import absolute
from apps.core.errors import invalid_field
from apps.core.pagination import Window
from apps.sources.dtos import SourceType

TYPES: tuple[str, ...] = get_args(SourceType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who asks for a page, and for which part of it."""

    request: HttpRequest
    actor: Actor

    @property
    def origin(self) -> str:
        """What our absolute addresses begin with."""
        return absolute(self.request, "")

    def text(self, name: str) -> str:
        """What was given, without blanks around it; nothing if it was not."""
        return self.request.GET.get(name, "").strip()

    def window(self, limit: int, *, cursor: str = "cursor") -> Window:
        """Which part of a list; `cursor` is the parameter that tells."""
        return {"limit": limit, "cursor": self.text(cursor)}

    def day(self, name: str) -> date | None:
        """A day. Raises `InvalidRequest`."""
        given = self.text(name)
        try:
            return date.fromisoformat(given) if given else None
        except ValueError:
            raise invalid_field(name, "write a day as 2026-11-22") from None

    def source_type(self) -> Any:
        """A type of sources. Raises `InvalidRequest`."""
        given = self.text("type")
        if given and given not in TYPES:
            raise invalid_field("type", f"choose one of {', '.join(TYPES)}")
        return given or None


def again(request: HttpRequest, **changed: str) -> str:
    """The same question, changed: what leads to another page of a list."""
    return "?" + urlencode({**dict(request.GET.lists()), **changed}, doseq=True)
