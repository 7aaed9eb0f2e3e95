"""What clients may send. What they receive is in dtos.py."""

from rest_framework import serializers

from apps.core.fields import Listed, Reasoned, RequiredText, Serializer
from apps.dependencies.models import DECLARED_KINDS, KINDS

MOST = 10_000


class ListDependencies(Listed):
    """Which of the things that a version depends on, or that depend on it, and which page."""

    kind = serializers.ChoiceField(KINDS, required=False, help_text="Of this kind.")
    q = RequiredText(
        required=False, max_length=5000, help_text="How the slug of their source begins."
    )


class Needed(Serializer):
    """A version that a draft depends on."""

    source = RequiredText(  # type: ignore[assignment]  # DRF's fields are its attributes, too
        max_length=400, help_text="Its source, as organization/source."
    )
    version = RequiredText(
        max_length=64, help_text="Its number, its publisher's name for it, or `latest`."
    )
    kind = serializers.ChoiceField(
        DECLARED_KINDS, required=False, help_text="`required` unless it says `optional`."
    )


class SetDependencies(Reasoned):
    """Everything that a draft depends on."""

    dependencies = serializers.ListField(child=Needed(), max_length=MOST)
