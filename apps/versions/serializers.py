"""What clients may send. What they receive is in dtos.py."""

from rest_framework import serializers

from apps.core.fields import Listed, Reasoned, Text
from apps.versions.models import STATUSES


class VersionDetails(Reasoned):
    """Everything that may be said of a draft."""

    version = Text(source="number", max_length=40)
    external_version = Text(max_length=64)
    release_date = serializers.DateField(required=False, allow_null=True)
    release_notes = Text(max_length=100_000)


class Deprecate(Reasoned):
    """Why, and what to use instead."""

    superseded_by = Text(max_length=500)


class ListVersions(Listed):
    """Which page, and of which versions."""

    status = serializers.ChoiceField(STATUSES, required=False)
    external_version = serializers.CharField(required=False, max_length=64)
    released_since = serializers.DateField(required=False)
    released_until = serializers.DateField(required=False)
