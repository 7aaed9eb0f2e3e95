"""What clients may send beside the bytes of a file. What they receive is in dtos.py."""

from apps.core.fields import WHY, Serializer, Text


class AddFile(Serializer):
    """What the file is to be called, and why it is added."""

    filename = Text(
        default=None,
        trim_whitespace=False,
        max_length=255,
        help_text="What to call it where it is downloaded; else after its version.",
    )
    reason = Text(default=None, max_length=2000, help_text=WHY)
