"""What clients may send. What they receive is in dtos.py."""

from rest_framework import serializers

from apps.core.fields import Day, Listed, Reasoned, Text
from apps.versions.models import STATUSES


class UpdateVersion(Reasoned):
    """Everything about a draft that may change: its number was given once."""

    external_version = Text(max_length=64)
    release_date = Day(required=False, allow_null=True)
    release_notes = Text(max_length=100_000)


class CreateVersion(UpdateVersion):
    """A draft, and the number it shall have if not the next one."""

    version = Text(source="number", max_length=40)


class Deprecate(Reasoned):
    """Why, and what to use instead."""

    superseded_by = Text(max_length=500)


class ListVersions(Listed):
    """Which page, and of which versions."""

    status = serializers.ChoiceField(STATUSES, required=False)
    external_version = serializers.CharField(required=False, max_length=64)
    released_since = Day(required=False)
    released_until = Day(required=False)
