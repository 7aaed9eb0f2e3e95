"""What clients may send. What they receive is in dtos.py."""

from typing import get_args

from rest_framework import serializers

from apps.core.fields import Listed, Reasoned, RequiredText, Serializer
from apps.dependencies.dtos import DependencyKind
from apps.dependencies.models import DECLARED_KINDS

MOST = 10_000
ADDRESS = r"^[^/\s]+/[^/\s]+$"


class Entry(Serializer):
    """A version to depend on: its source as organization/source, and any name of it."""

    source = serializers.RegexField(ADDRESS, max_length=356)
    version = RequiredText(max_length=64)
    kind = serializers.ChoiceField(DECLARED_KINDS, required=False)


class SetDependencies(Reasoned):
    """Everything that a draft depends on."""

    dependencies = serializers.ListField(child=Entry(), max_length=MOST)


class ListDependencies(Listed):
    """Which of the things that depend on each other, and which page of them."""

    kind = serializers.ChoiceField(
        list(get_args(DependencyKind)), required=False, help_text="Of this kind."
    )
    q = RequiredText(required=False, max_length=5000, help_text="How the slug begins.")
