"""What clients may ask of the log. What they receive is in dtos.py."""

from typing import Any

from rest_framework import serializers

from apps.core.fields import Serializer, Size

MOST_LEAVES = 999_999_999
A_SIZE = "The number of leaves of a signed head."


class OfSize(Serializer):
    """Which head: the newest, or for a proof the oldest that holds the row, if not said."""

    tree_size = Size(required=False, min_value=1, max_value=MOST_LEAVES, help_text=A_SIZE)


class GetConsistency(Serializer):
    """Between which sizes: `from` and `to`."""

    def get_fields(self) -> "dict[str, serializers.Field[Any, Any, Any, Any]]":
        """The names that Python keeps for itself."""
        named = super().get_fields()
        for name, source in (("from", "old"), ("to", "new")):
            named[name] = Size(
                min_value=0, max_value=MOST_LEAVES, source=source, help_text="A number of leaves."
            )
        return named

    def validate(self, attrs: dict[str, int]) -> dict[str, int]:
        """A log does not shrink."""
        if attrs["old"] > attrs["new"]:
            raise serializers.ValidationError({"from": "This must not be more than `to`."})
        return attrs
