"""Finding and counting in large blocks of bytes, many at a time (SIMD), as `bytes` does it.

Lines of a flat file are short: `bytes.find`, `bytes.count` and `re` stop at each of them.
"""

import stringzilla


def find(data: bytes, what: bytes, start: int = 0, stop: int | None = None) -> int:
    """Where `what` first stands from `start` on, ending at `stop` at the latest; else -1."""
    place: int = stringzilla.find(data, what, start, len(data) if stop is None else stop)
    return place


def count_lines(data: bytes, start: int = 0, stop: int | None = None) -> int:
    """How many lines end between `start` and `stop`."""
    number: int = stringzilla.count(data, b"\n", start, len(data) if stop is None else stop)
    return number
