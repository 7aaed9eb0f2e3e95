"""Questions that a lower slice asks and a higher one answers: imports keep pointing down."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

asked: "list[Provider[Any]]" = []  # every question there is

F = TypeVar("F", bound=Callable[..., Any])


class Provider(Generic[F]):
    """One question. The slice that knows registers its answer in `AppConfig.ready`.

    `until_then` answers while no slice does; without it the question must be answered.
    """

    def __init__(self, question: str, *, until_then: F | None = None) -> None:
        self.question = question
        asked.append(self)
        self._until_then = until_then
        self._answer: F | None = None

    def register(self, answer: F) -> None:
        """Answer the question from now on. Raises `ImproperlyConfigured` if somebody does."""
        if self._answer not in (None, answer):
            raise ImproperlyConfigured(f"Two slices claim to know {self.question}.")
        self._answer = answer

    @property
    def is_answered(self) -> bool:
        """Whether somebody knows."""
        return (self._answer or self._until_then) is not None

    @property
    def ask(self) -> F:
        """The registered answer. Raises `ImproperlyConfigured` if no slice gave one."""
        answer = self._answer or self._until_then
        if answer is None:
            raise ImproperlyConfigured(f"No slice knows {self.question}.")
        return answer
