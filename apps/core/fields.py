"""Strict parts for serializers: what has the wrong type is refused, never bent."""

import re
from typing import Any

from rest_framework import serializers

from apps.core.pagination import DEFAULT_LIMIT, MAX_LIMIT

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Text(serializers.CharField):
    """A text. Blank means none, so that absence has one spelling: null."""

    default_error_messages = {"invalid": "This must be a text."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_null": True, "allow_blank": True, "required": False, **kwargs})

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data) or None

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(data) or None


class RequiredText(serializers.CharField):
    """A text that cannot be missing or null."""

    default_error_messages = {"invalid": "This must be a text."}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """true or false, and nothing that merely resembles them."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Day(serializers.DateField):
    """A day of the calendar, written YYYY-MM-DD and no other way."""

    default_error_messages = {"invalid": "This is no day of the calendar, written YYYY-MM-DD."}

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or not DAY.fullmatch(value):
            self.fail("invalid")
        return super().to_internal_value(value)


class Repeated(serializers.ListField):
    """A parameter that may be given several times."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=serializers.CharField(max_length=256), max_length=20, **kwargs)


class Instant(serializers.DateTimeField):
    """A parameter that is an instant with its offset, or a day, which begins at midnight UTC."""

    def to_internal_value(self, value: Any) -> Any:
        day = len(value) == len("2024-01-01")
        return super().to_internal_value(f"{value}T00:00:00Z" if day else value)


class TrueOrFalse(serializers.ChoiceField):
    """A parameter that is `true` or `false`, spelled so."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(["true", "false"], **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data) == "true"


class WebAddress(serializers.URLField):
    """An http(s) address, or null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_null": True, "allow_blank": True, "required": False, **kwargs})
        self.max_length = None

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data not in (None, serializers.empty) and not isinstance(data, str):
            self.fail("invalid")
        return super().run_validation(data) or None


class Words(serializers.ListField):
    """Short texts without repetition, in the order given; null and absent mean none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "child": RequiredText(max_length=256),
                "required": False,
                "allow_null": True,
                **kwargs,
            }
        )

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return list(dict.fromkeys(super().run_validation(data) or []))


class Serializer(serializers.Serializer[Any]):
    """The arguments of one command or query, as a client sends them."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse fields that an inner object does not know; the outermost is asked by its door."""
        if isinstance(data, dict) and self.root is not self:
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                told = f"There is no field “{unknown[0]}” here."
                raise serializers.ValidationError({unknown[0]: [told]}, code="unknown")
        return super().to_internal_value(data)


class Nothing(Serializer):
    """No parameters, or an empty body."""


class Reasoned(Serializer):
    """A change that may say why."""

    reason = Text(max_length=2000)


class Listed(Serializer):
    """Which page of a list."""

    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT)
    cursor = serializers.CharField(required=False, max_length=2000)
    count = TrueOrFalse(required=False)
