"""Choices that complete what is typed: the first hundred, and nothing counted beyond."""

from typing import Any

from django.core.paginator import Paginator

MOST_OFFERED = 100


class Countless(Paginator):  # type: ignore[type-arg]  # not generic when it runs
    """Choices to complete what is typed: the first hundred, none counted beyond."""

    @property
    def count(self) -> int:
        """How many there are to choose from."""
        return len(self._offered)

    def page(self, number: Any) -> Any:
        """Some of those."""
        offered, self.object_list = self.object_list, self._offered
        try:
            return super().page(number)
        finally:
            self.object_list = offered

    @property
    def _offered(self) -> list[Any]:
        if not hasattr(self, "_kept"):
            self._kept = list(self.object_list[:MOST_OFFERED])
        return self._kept
