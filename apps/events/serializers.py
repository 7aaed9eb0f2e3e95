"""What clients may ask of the feed. What they receive is in dtos.py."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from rest_framework import serializers

from apps.core.fields import HOW_MANY, Repeated, Serializer, Size
from apps.core.pagination import DEFAULT_LIMIT, MAX_LIMIT
from apps.events.publishing import PREFIX
from apps.events.vocabulary import known_types

MOST_PATIENT = 30  # seconds


class Types(Repeated):
    """Types of events, with or without what all begin with; several with commas, or repeated."""

    def to_internal_value(self, data: Any) -> list[str]:
        given = super().to_internal_value(data)
        return known_by_name([name for text in given for name in text.split(",")])


def known_by_name(names: Iterable[str]) -> list[str]:
    """The types in full. Raises `ValidationError` for one that no event is of."""
    known = known_types()
    full = [name if name.startswith(PREFIX) else PREFIX + name for name in names]
    for name in full:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            meant = f"did you mean “{near[0]}”?" if near else f"there are {', '.join(known)}."
            raise serializers.ValidationError(f"No event is of the type “{name}”: {meant}")
    return full


class ListEvents(Serializer):
    """Which events, and whether to wait for the next."""

    after = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=100,
        help_text="Where to go on: `next` of another answer; from the first event without.",
    )
    types = Types(
        required=False,
        help_text="Those of these types, such as `version.published`; several with commas.",
    )
    subject = serializers.CharField(
        required=False, max_length=600, help_text="Those about this path, or anything below it."
    )
    limit = Size(min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT, help_text=HOW_MANY)
    wait = Size(
        min_value=0, max_value=MOST_PATIENT, default=0,
        help_text="How many seconds to wait where there is none yet.",
    )  # fmt: skip
