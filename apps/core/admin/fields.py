"""What forms of several slices ask for: lists of words, and reasons."""

from typing import Any

from django import forms

MOST_REASONED = 2000


class Words(forms.CharField):
    """Several words, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 40})

    def prepare_value(self, value: Any) -> Any:
        """A list as its lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list, none empty and none twice."""
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


class Reason(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        max_length=MOST_REASONED,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Kept in the trail, for everybody who may read it.",
    )
