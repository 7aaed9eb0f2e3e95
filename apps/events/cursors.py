"""Places in the feed, as clients keep them: valid for ever, and nobody else's business."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from apps.core.errors import InvalidCursor

KIND = b"events"
WIDTH = 8
MOST = 2 ** (8 * WIDTH - 1)  # positions are bigint


def cursor_at(position: int) -> str:
    """The cursor that stands right behind a position."""
    return urlsafe_b64encode(KIND + position.to_bytes(WIDTH, "big")).rstrip(b"=").decode()


def position_of(cursor: str) -> int:
    """The position behind which a cursor stands; 0, before the first, for none.

    Raises `InvalidCursor`.
    """
    if not cursor:
        return 0
    try:
        told = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except ValueError:
        raise InvalidCursor from None
    position = int.from_bytes(told.removeprefix(KIND), "big")
    if cursor_at(position % MOST) != cursor:
        raise InvalidCursor
    return position
