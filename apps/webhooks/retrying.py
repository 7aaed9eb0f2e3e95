"""When a receiver that did not hear is told again: quickly at first, then slowly, for a day."""

QUICKLY, SLOWLY = 30.0, 300.0  # seconds between two attempts, at most
FIRST, IN_ALL = 600.0, 86_400.0  # seconds for which it is tried quickly, and at all
DOUBLINGS = 5  # 1, 2, 4, 8, 16 seconds: the sixth pause would be longer than QUICKLY


def pause(attempts_made: int) -> float | None:
    """Seconds until the next attempt after so many; None once it was tried for a day."""
    doubled = 2.0**DOUBLINGS - 1
    quick = DOUBLINGS + int((FIRST - doubled) // QUICKLY)
    if attempts_made <= DOUBLINGS:
        return 2.0 ** (attempts_made - 1)
    if attempts_made <= quick:
        return QUICKLY
    return SLOWLY if attempts_made <= quick + (IN_ALL - FIRST) // SLOWLY else None
