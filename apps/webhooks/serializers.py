"""What clients may send. What they receive is in dtos.py."""

from typing import Any

from rest_framework import serializers

from apps.core.constraints import MOST_OF_AN_ADDRESS, WEB_ADDRESS
from apps.core.fields import Flag, Listed, Reasoned, RequiredText, Text, Words
from apps.events.serializers import known_by_name

MOST_OVERLAP = 168  # hours
URL = "An http(s) address of a public machine, on port 80, 443, or 1024 to 65535."
SUBJECT = "Only events about this path, or anything below it."


class Types(Words):
    """Types of events, with or without what all begin with; none are all."""

    def __init__(self, **kwargs: Any) -> None:
        told = "Which events, such as `version.published`; empty for all."
        super().__init__(max_length=100, help_text=told, **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        return known_by_name(super().to_internal_value(data))


class Url(RequiredText):
    """Where to; the command says which addresses are taken."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"pattern": WEB_ADDRESS}
        super().__init__(max_length=MOST_OF_AN_ADDRESS, help_text=URL, told=told, **kwargs)


class CreateWebhook(Reasoned):
    """Where to post what."""

    url = Url()
    types = Types(required=True, allow_null=False)
    subject = Text(max_length=600, help_text=SUBJECT)
    organization = Text(
        max_length=100, default=None,
        help_text="Whose events, drafts included; without it the webhook is the registry's own.",
    )  # fmt: skip


class UpdateWebhook(Reasoned):
    """What of a webhook is to be otherwise."""

    url = Url(required=False)
    types = Types()
    subject = Text(max_length=600, help_text=SUBJECT)
    paused = Flag(required=False, help_text="Hold everything back, or go on where it stopped.")


class RotateWebhook(Reasoned):
    """A new secret."""

    overlap_hours = serializers.IntegerField(
        min_value=0, max_value=MOST_OVERLAP, default=24,
        help_text="For how long the present secret signs as well; 0 if it is known to others.",
    )  # fmt: skip


class ListWebhooks(Listed):
    """Which page of which webhooks."""

    organization = serializers.CharField(
        required=False, max_length=100, help_text="Those of this organization."
    )
