"""What may be said of a webhook, and what is asked before its secret is replaced."""

from typing import Any

from django import forms
from rest_framework.serializers import ValidationError

from apps.core.admin.fields import Reason, Words
from apps.core.admin.forms import CommandForm
from apps.core.constraints import MOST_OF_AN_ADDRESS
from apps.events.serializers import known_by_name
from apps.webhooks.dtos import WebhookDetail
from apps.webhooks.serializers import MOST_OVERLAP, SUBJECT, URL


class WebhookForm(CommandForm):
    """Where to post what."""

    shown = WebhookDetail
    complaints = {"organization.not_found": "organization"}

    url = forms.CharField(
        max_length=MOST_OF_AN_ADDRESS, widget=forms.TextInput(attrs={"size": 80}), help_text=URL
    )
    types = Words(
        required=False, help_text="One on each line, such as version.published; none are all."
    )
    subject = forms.CharField(required=False, max_length=600, help_text=SUBJECT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "organization" in self.fields:
            self.fields["organization"].required = False
            self.fields["organization"].help_text = "Empty for the registry's own: of all events."

    def clean_types(self) -> list[str]:
        """The types under their whole names."""
        try:
            return known_by_name(self.cleaned_data["types"])
        except ValidationError as refusal:
            raise forms.ValidationError([str(each) for each in refusal.args[0]]) from None


class Rotating(Reason):
    """For how long the present secret signs as well, and why there is to be another."""

    overlap_hours = forms.IntegerField(
        min_value=0, max_value=MOST_OVERLAP, initial=24,
        help_text="For so many hours the present secret signs as well; 0 if others know it.",
    )  # fmt: skip
