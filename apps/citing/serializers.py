"""What clients may send. What they receive is in citations/ and exports/."""

from rest_framework import serializers

from apps.citing.citations import LOCK_STYLES, STYLES
from apps.citing.locks import CHECKSUM, FORMAT, MOST_BYTES, PINNED
from apps.core.fields import Day, Serializer, Text
from apps.resolving.serializers import LockfileVersion

DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2}))?$"
SIZE = {"type": ["integer", "null"], "minimum": 0, "maximum": MOST_BYTES}
FILE = {
    "type": "object",
    "properties": {"checksum": {"type": "string", "pattern": CHECKSUM}, "size": SIZE},
    "required": ["checksum"],
}
PIN = {
    "type": "object",
    "properties": {
        "resolved": {"type": "string", "pattern": PINNED},
        "format": {"type": ["string", "null"], "pattern": FORMAT},
        "checksum": {"type": ["string", "null"], "pattern": CHECKSUM},
        "size": SIZE,
        "files": {
            "type": ["object", "null"],
            "propertyNames": {"pattern": FORMAT},
            "additionalProperties": FILE,
        },
    },
    "required": ["resolved"],
}


class Pins(serializers.DictField):
    """What a section of a lock pins, by spec; `locks.read` tells what is wrong with it."""

    told = {"additionalProperties": PIN}


class GetCitation(Serializer):
    """In which style, and whether to say when it was accessed."""

    style = serializers.ChoiceField(  # type: ignore[assignment]  # Django's word for a look
        list(STYLES), required=False, help_text="For which program."
    )
    accessed = Day(required=False, help_text="The day on which you accessed it, to be told.")


class GetLockCitation(Serializer):
    """In which style, and whether to say when it was accessed."""

    style = serializers.ChoiceField(  # type: ignore[assignment]
        list(LOCK_STYLES), required=False, help_text="For which program, or which paragraph."
    )
    accessed = Day(required=False, help_text="The day on which you accessed it, to be told.")


class LockDocument(Serializer):
    """A lock, as the registry made it."""

    lockfile_version = LockfileVersion()
    as_of = Text(pattern=DAY, max_length=40, help_text="The day up to which versions were chosen.")
    known_at = Text(pattern=DAY, max_length=40, help_text="As the registry stood then.")
    sources = Pins(required=False, help_text="What was asked for, by spec.")
    tools = Pins(required=False, help_text="The software, by spec.")
    dependencies = Pins(required=False, help_text="What the others depend on.")
    checksum = Text(
        pattern=CHECKSUM, complaint="write it as sha256- and 64 hexadecimal digits", max_length=80,
        help_text="Of the canonical rest of the lock.",
    )  # fmt: skip
