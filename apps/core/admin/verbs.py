"""What can be done to things beside changing their texts: one command for each, with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst


def always(_obj: Any) -> bool:
    """To whatever there is."""
    return True


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One command as a button of an object's page, and as an action of the list."""

    name: str
    command: Callable[..., Any]
    done: str  # what has become of an object: “published”
    asks: type[forms.Form] | None = None  # what is asked before, such as a reason
    fits: Callable[[Any], bool] = always  # whether an object's page offers it
    warns: str = ""  # what one should know before
    ends: bool = False  # whether the object is gone afterwards
    tells: str = ""  # what of the command's answer is shown once, and never again

    @property
    def label(self) -> str:
        """As a button says it."""
        return str(capfirst(self.name.replace("_", " ")))
