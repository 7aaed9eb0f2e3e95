"""What a curator types, and what of it a command is given. No model validates: commands decide."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

import orjson
from django import forms
from django.http import QueryDict

from apps.core.admin.fields import MOST_REASONED
from apps.core.errors import DomainError, PreconditionFailed
from apps.core.preconditions import tag_of
from apps.core.rendering import plain

ABOUT_THE_CHANGE = ("reason", "seen")


class CommandForm(forms.ModelForm):  # type: ignore[type-arg]  # of any model
    """A form in front of two commands: one that makes a thing, and one that changes it.

    The page carries what it showed, so that a change is made from that, and only of what was
    typed since. `refusal` is why a command refused what this form holds.
    """

    reason = forms.CharField(
        required=False,
        max_length=MOST_REASONED,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="Why you make this change. Kept in the trail.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    refusal: ClassVar[DomainError | None] = None
    shown: ClassVar[type]  # the DTO whose tag tells one state of a thing from the next
    of_new_ones: ClassVar[tuple[str, ...]] = ()  # fields that are of no column
    complaints: ClassVar[Mapping[str, str]] = {}  # which field a refusal's code is about

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            for name in self.of_new_ones:
                self.fields.pop(name, None)
            self.initial["seen"] = orjson.dumps(self._present()).decode()

    @property
    def if_match(self) -> str | None:
        """The tag of what the page showed."""
        return self._seen().get("tag")

    def details(self) -> dict[str, Any]:
        """What was said of a new thing; what was left empty is not said."""
        return {name: value for name, value in self._typed().items() if value not in (None, [], {})}

    def changes(self) -> dict[str, Any]:
        """What was typed over what the page showed."""
        shown = self._seen().get("values", {})
        typed = self._typed().items()
        return {name: value for name, value in typed if plain(value) != shown.get(name)}

    def clean(self) -> dict[str, Any]:
        """What was typed, and why it was refused if it was."""
        cleaned = super().clean() or self.cleaned_data
        if isinstance(self.refusal, PreconditionFailed):
            self._start_from_the_present()
        if self.refusal:
            self._complain(self.refusal)
        return cleaned

    def _post_clean(self) -> None:
        """Nothing: whether it fits is for the command and the constraints to say."""

    def _complain(self, refusal: DomainError) -> None:
        about = [(error.field, error.detail) for error in refusal.errors]
        about = about or [(self.complaints.get(refusal.code, ""), str(refusal))]
        for field, detail in about:
            self.add_error(field if field in self.fields else None, detail)

    def _start_from_the_present(self) -> None:
        """Keep what was typed; show the rest as somebody else has made it meanwhile."""
        typed, data = self.changes(), cast("QueryDict", self.data).copy()
        for name in self._own():
            if name not in typed:
                self._show(data, name)
        data[self.add_prefix("seen")] = self.initial["seen"]
        self.data = data

    def _show(self, data: Any, name: str) -> None:
        bound = self[name]
        value = bound.field.prepare_value(self.get_initial_for_field(bound.field, name))
        data.pop(bound.html_name, None)
        if value not in (None, False):
            data[bound.html_name] = bound.field.widget.format_value(value) or ""

    def _typed(self) -> dict[str, Any]:
        held = {name: self.cleaned_data[name] for name in self._own() if name in self.cleaned_data}
        return {name: None if value == "" else value for name, value in held.items()}

    def _own(self) -> list[str]:
        return [name for name in self.fields if name not in ABOUT_THE_CHANGE]

    def _present(self) -> dict[str, Any]:
        fields = {name: getattr(self.instance, name) for name in self._own()}
        return {
            "tag": tag_of(self.shown, self.instance),
            "at": self.instance.updated_at.isoformat(),
            "values": plain(fields),
        }

    def _seen(self) -> dict[str, Any]:
        try:
            seen = orjson.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}
