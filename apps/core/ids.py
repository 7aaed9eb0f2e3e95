"""Names that sort by the time they were given (UUIDv7, RFC 9562)."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, then a counter and chance."""
    return _uuid7()


def as_uuid(text: str) -> UUID | None:
    """The id that `text` spells in its usual form, else None."""
    try:
        spelled = UUID(text)
    except ValueError:
        return None
    return spelled if str(spelled) == text.lower() else None
