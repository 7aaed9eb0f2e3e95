"""Strict parts for serializers: what has the wrong type is refused, never bent."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from apps.core.constraints import MOST_OF_AN_ADDRESS, WEB_ADDRESS
from apps.core.pagination import DEFAULT_LIMIT, MAX_LIMIT

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(
    rf"{DAY.pattern}[Tt][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})"
)
WHOLE = re.compile(r"-?[0-9]{1,9}")
REQUIRED = "x-required"
WHY = "Why, for the trail."
HOW_MANY = "At most so many."
LICENCE = "A licence of the SPDX list, several joined by AND, OR and WITH, or other."
PLACE = "Where to go on: `cursor` in the `next` or `previous` of another page."


# What Python calls a blank and other readers of the published schema do not
NO_BLANK = r"[^\s\x1c-\x1f\x85"


class Text(serializers.CharField):
    """A text. Blank means none, so that absence has one spelling: null.

    What does not match `pattern` is refused with `complaint`. `told` is what the published schema
    says beside: limits that a command or a table keeps, with a code of its own.
    """

    default_error_messages = {"invalid": "This must be a text."}

    def __init__(
        self, *, pattern: str = "", complaint: str = "", told: Mapping[str, Any] = {}, **kwargs: Any
    ) -> None:
        super().__init__(**{"allow_null": True, "allow_blank": True, "required": False, **kwargs})
        self.told = dict(told)
        if pattern:
            self.validators.append(RegexValidator(pattern, complaint))
            inner = pattern.removeprefix("^").removesuffix("$").replace(r"[^\s", NO_BLANK)
            self.told["pattern"] = rf"^\s*({inner})?\s*$"

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data) or None

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str) and len(data) > (self.max_length or len(data)):
            self.fail("max_length", max_length=self.max_length)  # blanks around it count too
        return super().run_validation(data) or None


class RequiredText(serializers.CharField):
    """A text that cannot be missing or null; `told` as for `Text`."""

    default_error_messages = {"invalid": "This must be a text."}

    def __init__(self, *, told: Mapping[str, Any] = {}, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.told = dict(told)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Chosen(RequiredText):
    """A slug or a name that somebody chooses, blanks and all.

    The command refuses what does not match `pattern` or is longer than `longest`, with a code of
    its own; the published schema tells of both.
    """

    def __init__(self, *, pattern: str, longest: int) -> None:
        told = {"pattern": pattern, "maxLength": longest}
        super().__init__(allow_blank=True, trim_whitespace=False, told=told)


class Narrowing(serializers.CharField):
    """A parameter that narrows a list to rows that say the same, blanks and all."""

    def __init__(self, *, max_length: int, help_text: str) -> None:
        super().__init__(
            required=False, trim_whitespace=False, max_length=max_length, help_text=help_text
        )


class Size(serializers.IntegerField):
    """A parameter that says how many, in plain digits."""

    def to_internal_value(self, data: Any) -> int:
        if not WHOLE.fullmatch(str(data)):
            self.fail("invalid")
        return super().to_internal_value(data)


class Id(serializers.UUIDField):
    """An id as it is written: a number that could be one, or a truth value, is none."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
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


class Mention(serializers.CharField):
    """A parameter that says what rows are to mention."""

    def __init__(self, **kwargs: Any) -> None:
        told = "Those whose slug or name begins so, or that have it as an alias or as words."
        super().__init__(max_length=5000, help_text=told, **kwargs)


class Repeated(serializers.ListField):
    """A parameter that may be given several times."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=serializers.CharField(max_length=256), max_length=20, **kwargs)


class Instant(serializers.DateTimeField):
    """An instant with its offset (RFC 3339), or a day, which begins at midnight UTC."""

    default_error_messages = {
        "invalid": "This is no instant with its offset, such as 2024-01-31T09:30:00Z, and no day."
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        kinds = [{"type": "string", "format": name} for name in ("date-time", "date")]
        null = [{"type": "null"}] if self.allow_null else []
        self.told = {"type": None, "format": None, "anyOf": [*kinds, *null]}

    def to_internal_value(self, value: Any) -> Any:
        text = value if isinstance(value, str) else ""
        if DAY.fullmatch(text):
            return super().to_internal_value(f"{text}T00:00:00Z")
        if not INSTANT.fullmatch(text):
            self.fail("invalid")
        return super().to_internal_value(text.upper())


class TrueOrFalse(serializers.ChoiceField):
    """A parameter that is `true` or `false`, spelled so."""

    told: Mapping[str, Any] = {"type": "boolean", "enum": None}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(["true", "false"], **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data) == "true"


class WebAddress(Text):
    """An http(s) address as the tables take them, or null."""

    def __init__(self, **kwargs: Any) -> None:
        complaint = "This is no http(s) address."
        given = {"pattern": WEB_ADDRESS, "complaint": complaint, "max_length": MOST_OF_AN_ADDRESS}
        super().__init__(**{**given, **kwargs})


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

    reason = Text(max_length=2000, help_text=WHY)


class Explained(Serializer):
    """A change that must say why; its command refuses the one that does not."""

    reason = Text(
        max_length=2000,
        told={"type": "string", "pattern": r"\S", REQUIRED: True},
        help_text=WHY,
    )


class Listed(Serializer):
    """Which page of a list."""

    limit = Size(min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT, help_text=HOW_MANY)
    cursor = serializers.CharField(required=False, max_length=2000, help_text=PLACE)
    count = TrueOrFalse(required=False, help_text="Whether to count all there are.")
