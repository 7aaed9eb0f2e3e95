"""What clients may ask of the trail and its log. What they receive is in dtos.py."""

from typing import Any

from rest_framework import serializers

from apps.audit.actions import AuditAction
from apps.core.fields import Explained, Id, Instant, Listed, Narrowing, Serializer, Size

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


OF_A_PAGE = ("limit", "cursor", "count")
WHAT = ("organization", "source", "version", "project", "user", "token", "webhook", "registry",
        "subscription", "delivery", "job")  # fmt: skip


class ListTrail(Listed):
    """Which rows of the trail: those that fit every filter."""

    action = serializers.ChoiceField(
        [action.value for action in AuditAction], required=False, help_text="What was done."
    )
    actor = Narrowing(max_length=150, help_text="By whom, as the trail has their name.")
    user_id = Id(required=False, help_text="By whom, by their id.")
    entity_type = serializers.ChoiceField(WHAT, required=False, help_text="To what kind of thing.")
    entity_id = Id(required=False, help_text="To what, by its id: also what is deleted.")
    organization = Narrowing(
        max_length=256,
        help_text="To this organization or what is in it, by its slug: also what is deleted.",
    )
    source = Narrowing(  # type: ignore[assignment]  # DRF's own name of another thing
        max_length=512,
        help_text="To this source or its versions, as `organization/slug`: also what is deleted.",
    )
    touching = Narrowing(
        max_length=512,
        help_text="To this source or its versions, as `source`, and who got and lost the right "
        "to: what was done to the members of its organization.",
    )
    request_id = Id(required=False, help_text="In one request.")
    since = Instant(required=False, help_text="At this instant or later.")
    until = Instant(required=False, help_text="Before this instant.")

    def to_internal_value(self, data: Any) -> Any:
        """The filters apart from the page."""
        told = super().to_internal_value(data)
        window = {name: told.pop(name) for name in OF_A_PAGE if name in told}
        return {**window, "only": told}


class EraseOrigins(Explained):
    """Whose addresses are to be erased: of the rows that fit all that is said."""

    user_id = Id(required=False, allow_null=True, help_text="Of what this person did.")
    request_id = Id(required=False, allow_null=True, help_text="Of what was done in this request.")
    before = Instant(required=False, allow_null=True, help_text="Of what is older than this.")
