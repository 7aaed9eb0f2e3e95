"""What clients may send. What they receive is in dtos.py."""

from rest_framework import serializers

from apps.core.fields import Day, Explained, Listed, Reasoned, Text
from apps.versions.models import STATUSES
from apps.versions.numbering import GIVEN

NUMBER = rf"^\s*({GIVEN})?\s*$"


class UpdateVersion(Reasoned):
    """Everything about a draft that may change: its number was given once."""

    external_version = Text(max_length=64, told={"pattern": r"^\s*(\S(.*\S)?)?\s*$"})
    release_date = Day(required=False, allow_null=True)
    release_notes = Text(max_length=100_000)


class CreateVersion(UpdateVersion):
    """A draft, and the number it shall have if not the next one."""

    version = Text(source="number", max_length=40, told={"pattern": NUMBER})


class Deprecate(Explained):
    """Why, and what to use instead."""

    superseded_by = Text(max_length=500)


class ListVersions(Listed):
    """Which page, and of which versions."""

    status = serializers.ChoiceField(STATUSES, required=False, help_text="Those in this state.")
    external_version = serializers.CharField(
        required=False, max_length=64, help_text="The one that its publisher calls so."
    )
    released_since = Day(required=False, help_text="Those whose effective date is this or later.")
    released_until = Day(required=False, help_text="Those whose effective date is this or earlier.")
