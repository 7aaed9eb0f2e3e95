"""What clients may send. What they receive is in dtos.py."""

from typing import Any, get_args

from django.core.validators import RegexValidator
from rest_framework import serializers

from apps.core.fields import Listed, Reasoned, RequiredText, Serializer
from apps.dependencies.dtos import DependencyKind
from apps.dependencies.models import DECLARED_KINDS

MOST = 10_000
ADDRESS = r"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$"
UNLIKE = "Write it as organization/source."


class Entry(Serializer):
    """A version to depend on: its source as organization/source, and any name of it."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """A field that is called as one of a serializer's own attributes cannot be declared."""
        return {
            "source": RequiredText(
                max_length=356, validators=[RegexValidator(ADDRESS, UNLIKE)],
                told={"pattern": ADDRESS},
            ),
            "version": RequiredText(max_length=64),
            "kind": serializers.ChoiceField(DECLARED_KINDS, required=False),
        }  # fmt: skip


class SetDependencies(Reasoned):
    """Everything that a draft depends on."""

    dependencies = serializers.ListField(child=Entry(), max_length=MOST)


class ListDependencies(Listed):
    """Which of the things that depend on each other, and which page of them."""

    kind = serializers.ChoiceField(
        list(get_args(DependencyKind)), required=False, help_text="Of this kind."
    )
    q = RequiredText(required=False, max_length=5000, help_text="How the slug begins.")
